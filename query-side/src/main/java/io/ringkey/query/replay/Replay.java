package io.ringkey.query.replay;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest replay of a projection.
 *
 * @param onWord whether it takes the view's place only when somebody says so
 * @param wordGiven whether somebody has
 * @param compareAsked whether somebody wants the two compared anew
 * @param cleared whether nothing is left of it beside the view
 * @param target the newest event when it was asked for
 * @param reached which events are in
 * @param eventsPerSecond lately
 * @param startedAt when it was asked for
 * @param problem why it failed
 * @param comparison what the latest comparison found, as JSON
 */
record Replay(
        String projection,
        UUID id,
        State state,
        boolean onWord,
        boolean wordGiven,
        boolean compareAsked,
        boolean cleared,
        long target,
        Reached reached,
        long eventsPerSecond,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String problem,
        @Nullable String comparison) {

    enum State {
        /** No process has begun. */
        REQUESTED,
        RUNNING,
        /** It is abreast of the view and follows it, until somebody says what is to become of it. */
        WAITING,
        /** It has taken the view's place. */
        FINISHED,
        CANCELLED,
        /** It could not be done; the view is as it was. */
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        boolean isUnderWay() {
            return switch (this) {
                case REQUESTED, RUNNING, WAITING -> true;
                case FINISHED, CANCELLED, FAILED -> false;
            };
        }
    }
}
