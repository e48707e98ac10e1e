package io.ringkey.query.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.query.processors.Projections;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells of the replays that are under way, whichever process does them, as of the last look. Thread-safe. */
final class ReplayMeters {

    private final Replays replays;
    private volatile Map<String, Replay> underWay = Map.of();

    ReplayMeters(Replays replays, Projections projections, MeterRegistry registry) {
        this.replays = replays;
        for (String projection : projections.names()) {
            gauge(registry, "running", "1 while a replay of the projection is under way", projection, replay -> 1);
            gauge(
                    registry,
                    "progress.ratio",
                    "How much of the record the replay has taken in, from 0 to 1",
                    projection,
                    ReplayMeters::progress);
            gauge(registry, "rate", "Events a second that the replay takes in", projection, Replay::eventsPerSecond);
        }
    }

    void look() {
        underWay = replays.open().stream()
                .filter(replay -> replay.state().isUnderWay())
                .collect(Collectors.toUnmodifiableMap(Replay::projection, Function.identity()));
    }

    private void gauge(
            MeterRegistry registry,
            String figure,
            String description,
            String projection,
            ToDoubleFunction<Replay> value) {
        Gauge.builder("ringkey.replay." + figure, () -> of(projection, value))
                .description(description)
                .tag("projection", projection)
                .register(registry);
    }

    private double of(String projection, ToDoubleFunction<Replay> value) {
        @Nullable Replay replay = underWay.get(projection);
        return replay == null ? 0 : value.applyAsDouble(replay);
    }

    private static double progress(Replay replay) {
        return replay.target() == 0 ? 0 : Math.min(1, (double) replay.reached().index() / replay.target());
    }
}
