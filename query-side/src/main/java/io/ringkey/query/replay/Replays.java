package io.ringkey.query.replay;

import io.ringkey.query.replay.Replay.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code read_model.replay_beside}, by which the processes agree. */
final class Replays {

    private static final String SELECT = "SELECT * FROM read_model.replay_beside ";
    private static final String UNDER_WAY = "state IN ('requested', 'running', 'waiting')";

    private final JdbcClient jdbc;

    Replays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Replay> find(String projection) {
        return jdbc.sql(SELECT + "WHERE projection = ?")
                .param(projection)
                .query(Replays::read)
                .optional();
    }

    /** Those of which something is to be done, or put away. */
    List<Replay> open() {
        return jdbc.sql(SELECT + "WHERE NOT cleared").query(Replays::read).list();
    }

    /** Asks for a replay; false when one is under way. */
    boolean request(String projection, UUID id, boolean onWord, long target, UUID by, Instant now) {
        return jdbc.sql("""
                        INSERT INTO read_model.replay_beside AS r
                               (projection, replay_id, state, on_word, target, requested_by, started_at)
                        VALUES (:projection, :id, 'requested', :onWord, :target, :by, :now)
                        ON CONFLICT (projection) DO UPDATE
                           SET replay_id = :id, state = 'requested', on_word = :onWord, word_given = false,
                               compare_asked = false, cleared = false, target = :target, position = 0, gaps = '{}',
                               events_per_second = 0, requested_by = :by, started_at = :now, finished_at = NULL,
                               problem = NULL, comparison = NULL
                         WHERE r.state NOT IN ('requested', 'running', 'waiting')
                        """)
                        .param("projection", projection)
                        .param("id", id)
                        .param("onWord", onWord)
                        .param("target", target)
                        .param("by", by)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Ends a replay, wherever it is; false when none is under way. */
    boolean cancel(String projection, Instant now) {
        return jdbc.sql("UPDATE read_model.replay_beside SET state = 'cancelled', finished_at = ?"
                                + " WHERE projection = ? AND " + UNDER_WAY)
                        .params(at(now), projection)
                        .update()
                == 1;
    }

    /** Says that a replay may take the view's place; false when it does not wait for that. */
    boolean giveWord(String projection) {
        return jdbc.sql("UPDATE read_model.replay_beside SET word_given = true"
                                + " WHERE projection = ? AND state = 'waiting'")
                        .param(projection)
                        .update()
                == 1;
    }

    /** Asks for another comparison; false when there is nothing to be compared yet. */
    boolean askToCompare(String projection) {
        return jdbc.sql("UPDATE read_model.replay_beside SET compare_asked = true"
                                + " WHERE projection = ? AND state = 'waiting'")
                        .param(projection)
                        .update()
                == 1;
    }

    /** Begins, from nothing. */
    void begun(Replay replay) {
        move(
                replay,
                "state = 'running', position = 0, gaps = '{}', comparison = NULL, problem = NULL, word_given = false",
                null);
    }

    /**
     * Says how far it is, in the transaction of the rows.
     *
     * @throws Ended when somebody has ended it
     */
    void reached(Replay replay, Reached reached, long eventsPerSecond) {
        int underWay = jdbc.sql("UPDATE read_model.replay_beside SET position = ?, gaps = ?, events_per_second = ?"
                        + " WHERE projection = ? AND replay_id = ? AND " + UNDER_WAY)
                .param(reached.index())
                .param(reached.gaps().toArray(Long[]::new))
                .param(eventsPerSecond)
                .param(replay.projection())
                .param(replay.id())
                .update();
        if (underWay == 0) {
            throw new Ended();
        }
    }

    /** Fails the transaction under way when the replay was ended meanwhile; nobody ends it before its end from then on. */
    void stillUnderWay(Replay replay) {
        if (jdbc.sql("SELECT 1 FROM read_model.replay_beside WHERE projection = ? AND replay_id = ? AND " + UNDER_WAY
                        + " FOR UPDATE")
                .params(replay.projection(), replay.id())
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new Ended();
        }
    }

    void compared(Replay replay, String comparison) {
        move(replay, "compare_asked = false, comparison = :value", comparison);
    }

    /** Waits for somebody's word. */
    void waits(Replay replay) {
        move(replay, "state = 'waiting'", null);
    }

    /** Has taken the view's place, and left nothing beside it. */
    void finished(Replay replay, Instant now) {
        move(replay, "state = 'finished', cleared = true, problem = NULL, finished_at = :value", at(now));
    }

    void failed(Replay replay, String why, Instant now) {
        jdbc.sql("UPDATE read_model.replay_beside SET state = 'failed', problem = ?, finished_at = ?"
                        + " WHERE projection = ? AND replay_id = ? AND " + UNDER_WAY)
                .params(why, at(now), replay.projection(), replay.id())
                .update();
    }

    /** Nothing is left of it beside the view. */
    void cleared(Replay replay) {
        jdbc.sql("UPDATE read_model.replay_beside SET cleared = true"
                        + " WHERE projection = ? AND replay_id = ? AND NOT " + UNDER_WAY)
                .params(replay.projection(), replay.id())
                .update();
    }

    private void move(Replay replay, String change, @Nullable Object value) {
        var statement = jdbc.sql("UPDATE read_model.replay_beside SET " + change
                + " WHERE projection = :projection AND replay_id = :id AND " + UNDER_WAY);
        if (change.contains(":value")) {
            statement = statement.param("value", value);
        }
        if (statement
                        .param("projection", replay.projection())
                        .param("id", replay.id())
                        .update()
                == 0) {
            throw new Ended();
        }
    }

    /** The replay was ended meanwhile. */
    static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Ended() {
            super("the replay was ended", null, false, false);
        }
    }

    private static Replay read(ResultSet row, int number) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new Replay(
                row.getString("projection"),
                row.getObject("replay_id", UUID.class),
                State.ofWireName(row.getString("state")),
                row.getBoolean("on_word"),
                row.getBoolean("word_given"),
                row.getBoolean("compare_asked"),
                row.getBoolean("cleared"),
                row.getLong("target"),
                new Reached(row.getLong("position"), new TreeSet<>(Arrays.asList((Long[])
                        row.getArray("gaps").getArray()))),
                row.getLong("events_per_second"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getString("problem"),
                row.getString("comparison"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
