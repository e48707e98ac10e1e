package io.ringkey.query.replay;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.processors.Projections;
import io.ringkey.query.processors.StoredPosition;
import io.ringkey.web.access.NothingPersonal;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/projections")
@Requires(Role.ADMIN)
@NothingPersonal
@Tag(name = "Projections")
class ReplayController {

    private final Projections projections;
    private final Replays replays;
    private final EventRecords records;
    private final Clock clock;

    ReplayController(Projections projections, Replays replays, EventRecords records, Clock clock) {
        this.projections = projections;
        this.replays = replays;
        this.records = records;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "See how far the projections are")
    Page<ProjectionItem> all() {
        long newest = records.newest();
        return new Page<>(
                projections.names().stream().map(name -> item(name, newest)).toList(), null);
    }

    @PostMapping("/{name}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Make a projection again from the record",
            description =
                    "Empties the projection and its dead letters and takes every event in again. Until it is back,"
                            + " what it answers is incomplete. Nothing is sent to anyone.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_RUNNING})
    ReplayProgress replay(@PathVariable String name, Caller caller) {
        known(name);
        if (!replays.request(name, records.newest(), caller.account().value(), clock.instant())) {
            throw Failure.of(FailureCode.REPLAY_RUNNING);
        }
        return progress(name);
    }

    @GetMapping("/{name}/replay")
    @Operation(summary = "See how far the latest replay of a projection is")
    @Fails(FailureCode.NOT_FOUND)
    ReplayProgress progress(@PathVariable String name) {
        Replay replay = replays.find(known(name)).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        return ReplayProgress.of(replay, position(projections.positions(name)), clock.instant());
    }

    private ProjectionItem item(String name, long newest) {
        var segments = projections.positions(name);
        long position = position(segments);
        return new ProjectionItem(
                name,
                status(name, segments),
                position,
                Math.max(newest, position),
                Math.max(0, newest - position),
                projections.deadLetters(name),
                segments.stream()
                        .map(segment -> new ProjectionItem.Segment(
                                segment.segment(),
                                segment.index(),
                                segment.gaps().size(),
                                segment.owner() != null))
                        .toList());
    }

    private String status(String name, List<StoredPosition> segments) {
        if (replays.find(name).filter(replay -> replay.state().isUnderWay()).isPresent()) {
            return "replaying";
        }
        boolean claimed = segments.stream().allMatch(segment -> segment.owner() != null);
        return claimed && !segments.isEmpty() ? "running" : "waiting";
    }

    private static long position(List<StoredPosition> segments) {
        return segments.stream().mapToLong(StoredPosition::index).min().orElse(0);
    }

    private String known(String name) {
        if (!projections.names().contains(name)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        return name;
    }
}
