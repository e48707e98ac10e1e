package io.ringkey.command.number;

import io.ringkey.api.Ids;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.eventstore.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows in {@code command_state.phone_number}. */
@Component
final class JdbcPhoneNumbers implements PhoneNumbers {

    private static final String SELECT = "SELECT stream_id, subject, account_id FROM command_state.phone_number WHERE ";

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final Tombstones tombstones;
    private final SubjectKeys subjects;
    private final Ids ids;
    private final InstantSource clock;

    JdbcPhoneNumbers(
            DataSource dataSource, KeyRing keys, Tombstones tombstones, SubjectKeys subjects, Ids ids, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.keys = keys;
        this.tombstones = tombstones;
        this.subjects = subjects;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Row open(PhoneNumber phone) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        byte[] hash = hash(phone);
        // The update does what DO NOTHING would not: it locks the row and lets it be returned.
        Row opened = jdbc.sql("""
                        INSERT INTO command_state.phone_number (phone_hash, stream_id, subject, created_at, last_seen_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (phone_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
                        RETURNING stream_id, subject, account_id, xmax = 0 AS fresh
                        """)
                .params(hash, ids.next(), ids.next(), now, now)
                .query((row, number) -> row(row, row.getBoolean("fresh")))
                .single();
        // By a statement of its own: the one before may have waited for whoever raised the tombstone, and not see it.
        return opened.fresh() ? opened.with(tombstones.find(hash)) : opened;
    }

    @Override
    public Optional<Row> lock(PhoneNumber phone) {
        return jdbc.sql(SELECT + "phone_hash = ? FOR NO KEY UPDATE")
                .param(hash(phone))
                .query(JdbcPhoneNumbers::read)
                .optional();
    }

    @Override
    public Optional<Row> lock(NumberStreamId stream) {
        return jdbc.sql(SELECT + "stream_id = ? FOR NO KEY UPDATE")
                .param(stream.value())
                .query(JdbcPhoneNumbers::read)
                .optional();
    }

    @Override
    public Optional<Row> find(PhoneNumber phone) {
        return jdbc.sql(SELECT + "phone_hash = ?")
                .param(hash(phone))
                .query(JdbcPhoneNumbers::read)
                .optional();
    }

    @Override
    public Optional<Given> give(NumberStreamId stream, PhoneNumber phone, AccountId account) {
        return jdbc.sql("""
                        UPDATE command_state.phone_number SET account_id = ?
                         WHERE stream_id = ? AND account_id IS NULL
                           AND NOT EXISTS (SELECT 1 FROM command_state.phone_number WHERE account_id = ?)
                        RETURNING subject, coalesce((SELECT brought FROM (%s) AS tombstone), false) AS brought_before
                        """.formatted(Tombstones.STANDING))
                .params(account.value(), stream.value(), account.value())
                .params(tombstones.parameters(hash(phone)))
                .query((row, number) -> {
                    subjects.tie(row.getObject("subject", UUID.class), account.value());
                    return new Given(row.getBoolean("brought_before"));
                })
                .optional();
    }

    @Override
    public void takeBack(NumberStreamId stream) {
        jdbc.sql("DELETE FROM command_state.phone_number WHERE stream_id = ?")
                .param(stream.value())
                .update();
    }

    @Override
    public void noteWrongCodes(NumberStreamId stream, int wrongCodes, @Nullable Instant lastAt) {
        jdbc.sql("UPDATE command_state.phone_number SET wrong_codes = ?, last_wrong_at = ? WHERE stream_id = ?")
                .param(wrongCodes)
                .param(lastAt == null ? null : lastAt.atOffset(ZoneOffset.UTC))
                .param(stream.value())
                .update();
    }

    @Override
    public Optional<NumberStreamId> forget(AccountId account) {
        tombstones.raiseFor("account_id = ?", account.value());
        return jdbc.sql("DELETE FROM command_state.phone_number WHERE account_id = ? RETURNING stream_id")
                .param(account.value())
                .query(UUID.class)
                .optional()
                .map(NumberStreamId::new);
    }

    private byte[] hash(PhoneNumber phone) {
        return keys.current(KeyPurpose.PHONE_HASH).mac(phone.e164().getBytes(StandardCharsets.US_ASCII));
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return row(row, false);
    }

    private static Row row(ResultSet row, boolean fresh) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        return new Row(
                new NumberStreamId(row.getObject("stream_id", UUID.class)),
                row.getObject("subject", UUID.class),
                account == null ? null : new AccountId(account),
                fresh,
                null);
    }
}
