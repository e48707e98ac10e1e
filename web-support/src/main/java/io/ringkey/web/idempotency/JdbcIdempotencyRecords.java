package io.ringkey.web.idempotency;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps answers in the command side's own tables. A key is claimed by inserting its row, so of several processes one
 * wins; each statement stands alone, since the answer is known only after the command's transaction.
 */
final class JdbcIdempotencyRecords implements IdempotencyRecords {

    /** How many forgotten rows one call clears away, so that no job is needed and no call pays for many. */
    private static final int CLEARED_AT_ONCE = 20;

    private final JdbcClient database;
    private final Clock clock;

    JdbcIdempotencyRecords(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Begin begin(Key key, byte[] requestHash) {
        clearSome();
        if (claim(key, requestHash)) {
            return new Begin.Fresh();
        }
        return database.sql("""
                        select request_hash, status, content_type, body from command_state.idempotency
                        where caller = ? and key_hash = ?
                        """)
                .params(key.caller().value(), key.hash())
                .query((row, number) -> read(row, requestHash))
                .optional()
                // Abandoned between the two statements: the next look will claim it.
                .orElseGet(Begin.UnderWay::new);
    }

    @Override
    public void finish(Key key, Answer answer) {
        database.sql("""
                        update command_state.idempotency set status = :status, content_type = :type, body = :body
                        where caller = :caller and key_hash = :key
                        """)
                .param("status", answer.status())
                .param("type", answer.contentType())
                .param("body", answer.body())
                .param("caller", key.caller().value())
                .param("key", key.hash())
                .update();
    }

    @Override
    public void abandon(Key key) {
        database.sql("delete from command_state.idempotency where caller = ? and key_hash = ? and status is null")
                .params(key.caller().value(), key.hash())
                .update();
    }

    private boolean claim(Key key, byte[] requestHash) {
        return database.sql("""
                                insert into command_state.idempotency as known
                                    (caller, key_hash, request_hash, created_at)
                                values (:caller, :key, :request, :now)
                                on conflict (caller, key_hash) do update set
                                    request_hash = excluded.request_hash, created_at = excluded.created_at,
                                    status = null, content_type = null, body = null
                                where known.created_at < :forgotten
                                    or known.status is null and known.created_at < :dead
                                """)
                        .param("caller", key.caller().value())
                        .param("key", key.hash())
                        .param("request", requestHash)
                        .param("now", ago(Duration.ZERO))
                        .param("forgotten", ago(KEPT))
                        .param("dead", ago(GIVEN_UP_AFTER))
                        .update()
                == 1;
    }

    private void clearSome() {
        database.sql("""
                        delete from command_state.idempotency where ctid in (
                            select ctid from command_state.idempotency where created_at < ? limit ?
                            for update skip locked)
                        """).params(ago(KEPT), CLEARED_AT_ONCE).update();
    }

    private static Begin read(ResultSet row, byte[] requestHash) throws SQLException {
        if (!MessageDigest.isEqual(row.getBytes("request_hash"), requestHash)) {
            return new Begin.KeyReused();
        }
        int status = row.getInt("status");
        return row.wasNull()
                ? new Begin.UnderWay()
                : new Begin.Answered(new Answer(status, row.getString("content_type"), row.getBytes("body")));
    }

    private OffsetDateTime ago(Duration time) {
        return clock.instant().minus(time).atOffset(ZoneOffset.UTC);
    }
}
