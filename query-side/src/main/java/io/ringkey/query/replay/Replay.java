package io.ringkey.query.replay;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The latest replay of a projection.
 *
 * @param target the newest event when it was asked for: when the projection is back there, the replay is finished
 * @param startedAt when it was asked for
 */
record Replay(
        String projection,
        State state,
        long target,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    enum State {
        /** Waiting until every process has let go of the projection. */
        REQUESTED,
        RUNNING,
        FINISHED,
        /** The projection could not be emptied; it is as it was before. */
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        boolean isUnderWay() {
            return switch (this) {
                case REQUESTED, RUNNING -> true;
                case FINISHED, FAILED -> false;
            };
        }
    }
}
