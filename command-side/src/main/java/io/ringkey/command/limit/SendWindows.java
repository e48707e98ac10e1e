package io.ringkey.command.limit;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.verification.NumberStreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts messages in windows of an hour and a day (UTC), in the rows of {@code command_state.limit_window}. */
@Component
final class SendWindows {

    private final JdbcClient counting;
    private final LimitSubjects subjects;
    private final LimitSettings settings;

    SendWindows(LimitConnections connections, LimitSubjects subjects, LimitSettings settings) {
        this.counting = connections.client();
        this.subjects = subjects;
        this.settings = settings;
    }

    Optional<Refusal> take(PhoneNumber phone, Origin origin, Instant now) {
        if (!settings.countries().isEmpty()
                && phone.region().filter(settings.countries()::contains).isEmpty()) {
            byte[] country = phone.region().orElse("").getBytes(StandardCharsets.US_ASCII);
            return Optional.of(refuse(LimitRule.COUNTRY, country, now));
        }
        List<Refusal> refused = counting.sql("""
                        SELECT w.* FROM command_state.take_send(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) w WHERE w.rule IS NOT NULL
                        """)
                .params(hour(now), day(now), subjects.address(origin), subjects.number(phone), subjects.prefix(phone))
                .params(
                        settings.numbersPerAddress(),
                        settings.sendsPerPrefix(),
                        settings.conversionAfter(),
                        settings.conversionPercent(),
                        settings.dailySends())
                .query(SendWindows::refusal)
                .list();
        return refused.stream().findFirst();
    }

    void givenBack(PhoneNumber phone, Instant now) {
        counting.sql("""
                        UPDATE command_state.limit_window SET converted = converted + 1
                         WHERE rule = ? AND subject = ? AND started_at = ?
                        """)
                .params(LimitRule.PREFIX_CONVERSION.name(), subjects.prefix(phone), day(now))
                .update();
    }

    Refusal refusedByNumber(NumberStreamId number, Instant now) {
        return refuse(LimitRule.NUMBER_SENDS, bytes(number.value()), now);
    }

    Refusal refusedInvite(AccountId person, Instant now) {
        return refuse(LimitRule.WRONG_INVITES, bytes(person.value()), now);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private Refusal refuse(LimitRule rule, byte[] subject, Instant now) {
        return counting.sql("SELECT w.* FROM command_state.refuse(command_state.open_window(?, ?, ?, '1 hour')) w")
                .params(rule.name(), subject, hour(now))
                .query(SendWindows::refusal)
                .single();
    }

    static Refusal refusal(ResultSet row, int number) throws SQLException {
        return new Refusal(
                LimitRule.valueOf(row.getString("rule")),
                row.getBytes("subject"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                !row.getBoolean("recorded"));
    }

    static OffsetDateTime hour(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime day(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC);
    }
}
