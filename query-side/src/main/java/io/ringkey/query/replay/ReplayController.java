package io.ringkey.query.replay;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Ids;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.processors.Projections;
import io.ringkey.web.access.NothingPersonal;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
    private final ProjectionStates states;
    private final Replays replays;
    private final EventRecords records;
    private final Ids ids;
    private final InstantSource clock;

    ReplayController(
            Projections projections,
            ProjectionStates states,
            Replays replays,
            EventRecords records,
            Ids ids,
            Clock clock) {
        this.projections = projections;
        this.states = states;
        this.replays = replays;
        this.records = records;
        this.ids = ids;
        this.clock = clock;
    }

    record Wanted(
            @Schema(
                    description =
                            "What to do when the replay is abreast of the view: take its place (switch, the default),"
                                    + " or wait for somebody's word (wait)",
                    example = "wait")
            @Nullable
            String then) {}

    @GetMapping
    @Operation(summary = "See how far the projections are")
    Page<ProjectionItem> all() {
        return new Page<>(states.all(), null);
    }

    @PostMapping("/{name}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Make a projection again from the record",
            description =
                    "Beside the view, which goes on answering and following. When the replay is abreast of it the two"
                            + " are compared, and it takes the view's place, or waits for somebody's word: because that was"
                            + " asked for, or because it met events that it could not take in. Nothing is sent to anyone.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_RUNNING})
    ReplayProgress replay(
            @PathVariable String name, @RequestBody(required = false) @Nullable Wanted wanted, Caller caller) {
        known(name);
        boolean onWord = isOnWord(wanted == null ? null : wanted.then());
        if (!replays.request(
                name, ids.next(), onWord, records.newest(), caller.account().value(), clock.instant())) {
            throw Failure.of(FailureCode.REPLAY_RUNNING);
        }
        return progress(name);
    }

    @GetMapping("/{name}/replay")
    @Operation(summary = "See how far the latest replay of a projection is")
    @Fails(FailureCode.NOT_FOUND)
    ReplayProgress progress(@PathVariable String name) {
        return states.replay(known(name)).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
    }

    @DeleteMapping("/{name}/replay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Cancel a replay that is under way", description = "The view stays as it is.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_NOT_READY})
    void cancel(@Parameter(example = "profiles") @PathVariable String name) {
        ready(replays.cancel(known(name), clock.instant()));
    }

    @PostMapping("/{name}/replay/switch")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Let a replay that waits take the view's place")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_NOT_READY})
    void giveWord(@Parameter(example = "profiles") @PathVariable String name) {
        ready(replays.giveWord(known(name)));
    }

    @PostMapping("/{name}/replay/compare")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Compare a replay that waits with the view once more")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_NOT_READY})
    void compare(@Parameter(example = "profiles") @PathVariable String name) {
        ready(replays.askToCompare(known(name)));
    }

    private static boolean isOnWord(@Nullable String then) {
        return switch (then) {
            case null -> false;
            case ReplayProgress.SWITCH -> false;
            case ReplayProgress.WAIT -> true;
            default -> throw Failure.invalid("then", "invalid");
        };
    }

    private static void ready(boolean wasReady) {
        if (!wasReady) {
            throw Failure.of(FailureCode.REPLAY_NOT_READY);
        }
    }

    private String known(String name) {
        if (!projections.names().contains(name)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        return name;
    }
}
