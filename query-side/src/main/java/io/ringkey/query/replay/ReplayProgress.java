package io.ringkey.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the latest replay of a projection is.
 *
 * @param target the newest event when the replay was asked for
 * @param remainingSeconds how long it will take, at the rate of the moment
 * @param deadLetters events that it could not take in, and those held back behind them
 */
record ReplayProgress(
        @Schema(example = "profiles") String name,

        @Schema(
                description = "requested, running, waiting (abreast of the view, for somebody's word), finished (it has"
                        + " taken the view's place), cancelled or failed",
                example = "running")
        String state,

        @Schema(
                description = "What it does when it is abreast: switch, or wait for somebody's word",
                example = "switch")
        String then,

        @Schema(example = "60240") long position,
        @Schema(example = "120480") long target,
        @Schema(example = "50") int percent,
        @Schema(example = "15060") long eventsPerSecond,
        @Schema(example = "4") @Nullable Long remainingSeconds,
        @Schema(example = "0") long deadLetters,
        Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Why it failed") @Nullable String problem,

        @Nullable Comparison comparison) {

    static final String SWITCH = "switch";
    static final String WAIT = "wait";

    private static final int ALL = 100;

    /** Figures of a replay. */
    static ReplayProgress of(Replay replay, long deadLetters, Instant now) {
        long position = position(replay);
        String comparison = replay.comparison();
        return new ReplayProgress(
                replay.projection(),
                replay.state().wireName(),
                replay.onWord() ? WAIT : SWITCH,
                position,
                replay.target(),
                percent(position, replay),
                rate(replay, position, now),
                replay.state() == Replay.State.RUNNING && replay.eventsPerSecond() > 0
                        ? (replay.target() - position) / replay.eventsPerSecond()
                        : null,
                deadLetters,
                replay.startedAt(),
                replay.finishedAt(),
                replay.problem(),
                comparison == null ? null : JsonMapper.shared().readValue(comparison, Comparison.class));
    }

    /** For people: hours if there are any, minutes, seconds. */
    public @Nullable String remaining() {
        if (remainingSeconds == null) {
            return null;
        }
        var left = Duration.ofSeconds(remainingSeconds);
        return left.toHours() > 0
                ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
    }

    private static long position(Replay replay) {
        return switch (replay.state()) {
            case REQUESTED -> 0;
            case RUNNING, CANCELLED, FAILED -> Math.min(replay.reached().index(), replay.target());
            case WAITING, FINISHED -> replay.target();
        };
    }

    /** While it runs what it does lately; else what it did in all. */
    private static long rate(Replay replay, long position, Instant now) {
        if (replay.state() == Replay.State.RUNNING && replay.eventsPerSecond() > 0) {
            return replay.eventsPerSecond();
        }
        Instant finished = replay.finishedAt();
        Duration took = Duration.between(replay.startedAt(), finished == null ? now : finished);
        return took.isPositive() ? Math.round(position * 1e3 / Math.max(1, took.toMillis())) : 0;
    }

    private static int percent(long position, Replay replay) {
        if (replay.target() == 0) {
            return replay.state().isUnderWay() ? 0 : ALL;
        }
        return (int) (position * ALL / replay.target());
    }
}
