package io.ringkey.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the latest replay of a projection is.
 *
 * @param target the newest event when the replay was asked for
 */
record ReplayProgress(
        @Schema(example = "profiles") String name,

        @Schema(description = "requested, running, finished or failed", example = "running")
        String state,

        @Schema(example = "60240") long position,
        @Schema(example = "120480") long target,
        @Schema(example = "50") int percent,
        @Schema(example = "15060") long eventsPerSecond,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    private static final int ALL = 100;

    /**
     * Figures of a replay.
     *
     * @param reached where the projection now stands
     */
    static ReplayProgress of(Replay replay, long reached, Instant now) {
        long position = switch (replay.state()) {
            case REQUESTED, FAILED -> 0;
            case RUNNING -> Math.min(reached, replay.target());
            case FINISHED -> replay.target();
        };
        Instant finished = replay.finishedAt();
        Duration took = Duration.between(replay.startedAt(), finished == null ? now : finished);
        return new ReplayProgress(
                replay.projection(),
                replay.state().wireName(),
                position,
                replay.target(),
                percent(position, replay),
                took.isPositive() ? Math.round(position * 1e3 / Math.max(1, took.toMillis())) : 0,
                replay.startedAt(),
                finished);
    }

    private static int percent(long position, Replay replay) {
        if (replay.target() == 0) {
            return replay.state().isUnderWay() ? 0 : ALL;
        }
        return (int) (position * ALL / replay.target());
    }
}
