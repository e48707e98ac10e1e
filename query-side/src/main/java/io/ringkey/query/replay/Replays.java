package io.ringkey.query.replay;

import io.ringkey.query.replay.Replay.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code read_model.replay}, by which the processes agree. */
final class Replays {

    private static final String SELECT =
            "SELECT projection, state, target, started_at, finished_at FROM read_model.replay WHERE projection = ? ";

    private final JdbcClient jdbc;

    Replays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Replay> find(String projection) {
        return jdbc.sql(SELECT).param(projection).query(Replays::read).optional();
    }

    /** Asks for a replay; false when one is under way. */
    boolean request(String projection, long target, UUID by, Instant now) {
        return jdbc.sql("""
                        INSERT INTO read_model.replay (projection, state, target, requested_by, started_at)
                        VALUES (:projection, 'requested', :target, :by, :now)
                        ON CONFLICT (projection) DO UPDATE
                           SET state = 'requested', target = :target, requested_by = :by, started_at = :now,
                               finished_at = NULL
                         WHERE replay.state NOT IN ('requested', 'running')
                        """)
                        .param("projection", projection)
                        .param("target", target)
                        .param("by", by)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Takes on a requested replay, for the transaction under way; nothing when another process has it. */
    boolean take(String projection) {
        return jdbc.sql(SELECT + "AND state = 'requested' FOR UPDATE SKIP LOCKED")
                .param(projection)
                .query(Replays::read)
                .optional()
                .isPresent();
    }

    void runs(String projection) {
        move(projection, State.REQUESTED, State.RUNNING, null);
    }

    void failed(String projection, Instant now) {
        move(projection, State.REQUESTED, State.FAILED, now);
    }

    void finished(String projection, Instant now) {
        move(projection, State.RUNNING, State.FINISHED, now);
    }

    private void move(String projection, State from, State to, @Nullable Instant finished) {
        jdbc.sql("UPDATE read_model.replay SET state = ?, finished_at = ? WHERE projection = ? AND state = ?")
                .param(to.wireName())
                .param(finished == null ? null : at(finished))
                .param(projection)
                .param(from.wireName())
                .update();
    }

    private static Replay read(ResultSet row, int number) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new Replay(
                row.getString("projection"),
                State.ofWireName(row.getString("state")),
                row.getLong("target"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
