package io.ringkey.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection, and how far it has come.
 *
 * @param position the last event that every segment of it has seen
 * @param newest the newest event on record
 * @param lag how many positions lie between
 * @param eventsPerSecond how many it has seen in a second, lately
 * @param deadLetters events that it could not take, and those held back behind them
 * @param replay its latest replay
 */
record ProjectionItem(
        @Schema(example = "profiles") String name,

        @Schema(
                description = "running, waiting (no process works on it) or replaying (a replay is made beside it)",
                example = "running")
        String status,

        @Schema(example = "120480") long position,
        @Schema(example = "120482") long newest,
        @Schema(example = "2") long lag,
        @Schema(example = "12") long eventsPerSecond,
        @Schema(example = "0") long deadLetters,
        List<Segment> segments,
        @Nullable ReplayProgress replay) {

    /**
     * A part of the projection's work.
     *
     * @param gaps positions passed over so far: transactions under way, or rolled back
     * @param claimed whether a process works on it
     */
    record Segment(
            @Schema(example = "0") int segment,
            @Schema(example = "120480") long position,
            @Schema(example = "1") int gaps,
            boolean claimed) {}
}
