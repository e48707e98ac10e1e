package io.ringkey.command.limit;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.limit.Limits.Sending;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts messages in windows of an hour and a day (UTC), in the rows of {@code command_state.limit_window}. */
@Component
final class SendWindows {

    private static final LateRows GIVEN_BACK = LateRows.of("""
            WITH given AS (
                 SELECT subject, day, count(*) AS codes FROM unnest(?::bytea[], ?::timestamptz[]) AS g (subject, day)
                  GROUP BY subject, day),
                 held AS (
                 SELECT w.subject, w.started_at, given.codes
                   FROM command_state.limit_window w JOIN given ON w.subject = given.subject AND w.started_at = given.day
                  WHERE w.rule = 'PREFIX_CONVERSION'
                  ORDER BY w.subject, w.started_at FOR NO KEY UPDATE OF w)
            UPDATE command_state.limit_window AS w SET converted = w.converted + held.codes
              FROM held
             WHERE w.rule = 'PREFIX_CONVERSION' AND w.subject = held.subject AND w.started_at = held.started_at
            """, "bytea", "timestamptz");

    private final JdbcClient counting;
    private final LateWrites lateWrites;
    private final LimitSubjects subjects;
    private final LimitSettings settings;

    SendWindows(LimitConnections connections, LateWrites lateWrites, LimitSubjects subjects, LimitSettings settings) {
        this.counting = connections.client();
        this.lateWrites = lateWrites;
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

    /**
     * Takes many messages at once, in the order of the calls; as if each had been taken alone.
     *
     * @return what was refused, by the place of the call
     */
    Map<Integer, Refusal> takeAll(List<Sending> sendings, Instant now) {
        Map<Integer, Refusal> refused = new HashMap<>();
        counting.sql("SELECT * FROM command_state.take_sends(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        hour(now),
                        day(now),
                        hashes(sendings, sending -> subjects.address(sending.origin())),
                        hashes(sendings, sending -> subjects.number(sending.phone())),
                        hashes(sendings, sending -> subjects.prefix(sending.phone())))
                .params(
                        settings.numbersPerAddress(),
                        settings.sendsPerPrefix(),
                        settings.conversionAfter(),
                        settings.conversionPercent(),
                        settings.dailySends())
                .query(row -> {
                    refused.put(row.getInt("place") - 1, refusal(row, 0));
                });
        return refused;
    }

    private static byte[][] hashes(List<Sending> sendings, Function<Sending, byte[]> hash) {
        return sendings.stream().map(hash).toArray(byte[][]::new);
    }

    /** Whether a rule that is no window may refuse some. */
    boolean dependOnCountry() {
        return !settings.countries().isEmpty();
    }

    /** With the events of the command at hand, and no sooner: everybody counts on this row. */
    void givenBack(PhoneNumber phone, Instant now) {
        lateWrites.add(GIVEN_BACK, subjects.prefix(phone), day(now));
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
