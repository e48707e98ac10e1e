package io.ringkey.query.replay;

import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.processors.ProjectionRates;
import io.ringkey.query.processors.Projections;
import io.ringkey.query.processors.ReplayLetters;
import io.ringkey.query.processors.StoredPosition;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What there is to say of the projections and their replays. Thread-safe. */
@Component
class ProjectionStates {

    private final Projections projections;
    private final ProjectionRates rates;
    private final Replays replays;
    private final ReplayLetters letters;
    private final EventRecords records;
    private final InstantSource clock;

    ProjectionStates(
            Projections projections,
            ProjectionRates rates,
            Replays replays,
            ReplayLetters letters,
            EventRecords records,
            Clock clock) {
        this.projections = projections;
        this.rates = rates;
        this.replays = replays;
        this.letters = letters;
        this.records = records;
        this.clock = clock;
    }

    List<ProjectionItem> all() {
        long newest = records.newest();
        return projections.names().stream().map(name -> item(name, newest)).toList();
    }

    Optional<ReplayProgress> replay(String projection) {
        return replays.find(projection)
                .map(replay -> ReplayProgress.of(replay, letters.count(projection), clock.instant()));
    }

    private ProjectionItem item(String name, long newest) {
        var segments = projections.positions(name);
        Optional<Replay> replay = replays.find(name);
        long position = segments.stream().mapToLong(StoredPosition::index).min().orElse(0);
        return new ProjectionItem(
                name,
                status(replay, segments),
                position,
                Math.max(newest, position),
                Math.max(0, newest - position),
                Math.round(rates.ratePerSecond(name)),
                projections.deadLetters(name),
                segments.stream()
                        .map(segment -> new ProjectionItem.Segment(
                                segment.segment(),
                                segment.index(),
                                segment.gaps().size(),
                                segment.owner() != null))
                        .toList(),
                replay.map(latest -> ReplayProgress.of(latest, letters.count(name), clock.instant()))
                        .orElse(null));
    }

    private static String status(Optional<Replay> replay, List<StoredPosition> segments) {
        if (replay.filter(latest -> latest.state().isUnderWay()).isPresent()) {
            return "replaying";
        }
        boolean claimed = segments.stream().allMatch(segment -> segment.owner() != null);
        return claimed && !segments.isEmpty() ? "running" : "waiting";
    }
}
