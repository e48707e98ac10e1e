package io.ringkey.command.number;

import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.number.PhoneNumbers.Remembered;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What outlives the row of a number: how many wrong codes count, whether its holder had been brought, and a date; under
 * a hash by which no row and no event is found. A number of which there is nothing to remember leaves none.
 */
@Component
final class Tombstones {

    /** The tombstone of a number, if one stands; takes {@link #parameters}. */
    static final String STANDING =
            "SELECT wrong_codes, last_wrong_at, brought FROM command_state.tombstone WHERE number_hash = ? AND expires_at > ?";

    /** Those that stand of several numbers; to be {@linkplain Several#set asked} and {@linkplain Several#read read}. */
    static final String STANDING_OF_SEVERAL = "SELECT number_hash, wrong_codes, last_wrong_at, brought"
            + " FROM command_state.tombstone WHERE number_hash = ANY (?::bytea[]) AND expires_at > ?";

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final Duration life;
    private final InstantSource clock;

    Tombstones(DataSource dataSource, KeyRing keys, Settings settings, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.keys = keys;
        this.life = settings.duration(Setting.TOMBSTONE_LIFE);
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Going(byte[] phoneHash, int wrongCodes, OffsetDateTime lastWrongAt, boolean brought) {}

    /** Raises those of the rows that a condition finds, which go with this transaction. */
    void raiseFor(String condition, Object parameter) {
        List<Going> going = jdbc.sql("""
                        SELECT n.phone_hash, n.wrong_codes, n.last_wrong_at, n.account_id IS NOT NULL AND (
                               EXISTS (SELECT FROM command_state.referral r WHERE r.account_id = n.account_id)
                            OR EXISTS (SELECT FROM command_state.brought_before b WHERE b.account_id = n.account_id))
                               AS brought
                          FROM command_state.phone_number n WHERE n.""" + condition + " FOR NO KEY UPDATE OF n")
                .param(parameter)
                .query((row, number) -> new Going(
                        row.getBytes("phone_hash"),
                        row.getInt("wrong_codes"),
                        row.getObject("last_wrong_at", OffsetDateTime.class),
                        row.getBoolean("brought")))
                .list();
        going.stream()
                .filter(number -> number.wrongCodes() > 0 || number.brought())
                .forEach(this::raise);
    }

    private void raise(Going number) {
        jdbc.sql("""
                        INSERT INTO command_state.tombstone AS t
                               (number_hash, wrong_codes, last_wrong_at, brought, expires_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (number_hash) DO UPDATE
                           SET wrong_codes = excluded.wrong_codes, last_wrong_at = excluded.last_wrong_at,
                               brought = t.brought OR excluded.brought, expires_at = excluded.expires_at
                        """)
                .params(hash(number.phoneHash()), number.wrongCodes())
                .param(number.lastWrongAt())
                .params(number.brought(), clock.instant().plus(life).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What the tombstone of a number is found by in a query that contains {@link #STANDING}. */
    Object[] parameters(byte[] phoneHash) {
        return new Object[] {hash(phoneHash), clock.instant().atOffset(ZoneOffset.UTC)};
    }

    @Nullable
    Remembered find(byte[] phoneHash) {
        return jdbc.sql(STANDING)
                .params(parameters(phoneHash))
                .query((row, number) -> read(row))
                .optional()
                .orElse(null);
    }

    Several several(Collection<byte[]> phoneHashes) {
        return new Several(phoneHashes);
    }

    /** Several numbers whose tombstones are asked for at once. For one thread. */
    final class Several {

        private final Map<ByteBuffer, ByteBuffer> asked = new HashMap<>();

        private Several(Collection<byte[]> phoneHashes) {
            phoneHashes.forEach(phone -> asked.put(ByteBuffer.wrap(hash(phone)), ByteBuffer.wrap(phone)));
        }

        /** Sets the parameters of {@link #STANDING_OF_SEVERAL} behind so many others. */
        void set(PreparedStatement statement, int before) throws SQLException {
            statement.setObject(
                    before + 1, asked.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new));
            statement.setObject(before + 2, clock.instant().atOffset(ZoneOffset.UTC));
        }

        /** What is remembered, by the hashes of the numbers. */
        Map<ByteBuffer, Remembered> read(ResultSet found) throws SQLException {
            Map<ByteBuffer, Remembered> remembered = new HashMap<>();
            while (found.next()) {
                remembered.put(asked.get(ByteBuffer.wrap(found.getBytes("number_hash"))), Tombstones.read(found));
            }
            return remembered;
        }
    }

    private static Remembered read(ResultSet row) throws SQLException {
        OffsetDateTime lastWrongAt = row.getObject("last_wrong_at", OffsetDateTime.class);
        return new Remembered(
                row.getInt("wrong_codes"),
                lastWrongAt == null ? null : lastWrongAt.toInstant(),
                row.getBoolean("brought"));
    }

    int forgetExpired() {
        return jdbc.sql("DELETE FROM command_state.tombstone WHERE expires_at <= ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private byte[] hash(byte[] phoneHash) {
        return keys.current(KeyPurpose.TOMBSTONE).mac(phoneHash);
    }
}
