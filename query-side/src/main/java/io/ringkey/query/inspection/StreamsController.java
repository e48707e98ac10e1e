package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.StreamRecords.Extent;
import io.ringkey.query.inspection.StreamAnswer.Difference;
import io.ringkey.query.inspection.StreamAnswer.Version;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Events")
class StreamsController {

    private static final String EXAMPLE = """
            {
              "stream": "01900000-0000-7000-8000-000000000001",
              "kind": "account",
              "version": 2,
              "begun_at": "2026-01-02T03:04:05.678Z",
              "last_at": "2026-01-03T04:05:06.789Z",
              "items": [
                {
                  "index": 120490,
                  "id": "01900000-0000-7000-8000-000000000009",
                  "stream": "01900000-0000-7000-8000-000000000001",
                  "sequence": 2,
                  "type": "account.role-changed",
                  "revision": "1",
                  "at": "2026-01-03T04:05:06.789Z",
                  "actor": "01900000-0000-7000-8000-000000000002",
                  "payload": {
                    "account": "01900000-0000-7000-8000-000000000001",
                    "role": "MODERATOR",
                    "by": "01900000-0000-7000-8000-000000000002",
                    "changed_at": "2026-01-03T04:05:06.789Z"
                  },
                  "metadata": {"request_id": "5f0c8d1e2b3a4c5d"}
                }
              ],
              "next": null,
              "at": null,
              "diff": {
                "from": 1,
                "to": 2,
                "changes": [{"field": "role", "before": "user", "after": "moderator"}],
                "unread": []
              }
            }
            """;

    private static final Pattern VERSIONS = Pattern.compile("([0-9]{1,18})\\.\\.([0-9]{1,18})");

    private final StreamStates streams;
    private final Levels levels;

    StreamsController(StreamStates streams, Levels levels) {
        this.streams = streams;
        this.levels = levels;
    }

    @GetMapping("/api/admin/streams/{stream_id}")
    @Requires(Role.MODERATOR)
    @Operation(
            summary = "Look at a stream, at its state at a version, or at what changed between two",
            description = "Its events, oldest first. With `at` the one event of that place and the state after it; with"
                    + " `diff` the events between two places, 200 at most, and what is otherwise in the state. The first"
                    + " "
                    + StreamStates.FOLDED_AT_MOST
                    + " versions have a state. Moderators see of streams about people which events there are, and when;"
                    + " admins see all, with personal values masked, or in full where they ask for it, which is on record"
                    + " as a look of its own.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.FIELD_INVALID})
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    StreamAnswer stream(
            @PathVariable("stream_id") UUID stream,
            @Parameter(description = "The place of an event in the stream, counted from 0.", example = "2")
                    @RequestParam(required = false)
                    @Nullable
                    Long at,
            @Parameter(description = "Two such places.", example = "1..2") @RequestParam(required = false) @Nullable
                    String diff,
            @Parameter(description = "How much of its events: `none`, `masked` or `full`.", example = "masked")
                    @RequestParam(required = false)
                    @Nullable
                    String payload,
            Paging paging,
            Caller caller,
            HttpServletRequest request) {
        Extent extent = streams.extent(stream).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        StreamKind kind = StreamKind.of(extent.begunBy());
        boolean isAdmin = caller.role().includes(Role.ADMIN);
        if (!isAdmin && (at != null || diff != null || !kind.isOfAPerson())) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
        var asked = new Stream(stream, kind, extent, levels.ofOne(payload, caller, request));
        if (at != null) {
            return at(asked, bounded("at", at, extent));
        }
        return diff == null ? page(asked, paging) : between(asked, diff);
    }

    private record Stream(UUID id, StreamKind kind, Extent extent, PayloadLevel level) {

        StreamAnswer answer(
                List<EventItem> items, @Nullable String next, @Nullable Version at, @Nullable Difference diff) {
            return new StreamAnswer(
                    id, WireNames.of(kind), extent.version(), extent.begunAt(), extent.lastAt(), items, next, at, diff);
        }
    }

    private StreamAnswer page(Stream asked, Paging paging) {
        long from = paging.cursor() == null ? 0 : paging.cursor().number(0);
        var found = streams.part(asked.id(), from, Long.MAX_VALUE, paging.limit() + 1, asked.level());
        var page = paging.page(found, Function.identity(), last -> Cursor.of(last.sequence() + 1));
        return asked.answer(page.items(), page.next(), null, null);
    }

    private StreamAnswer at(Stream asked, long version) {
        Folded state = streams.at(asked.id(), asked.kind(), List.of(version)).getFirst();
        return asked.answer(
                streams.part(asked.id(), version, version, 1, asked.level()),
                null,
                new Version(version, state.shown(asked.level()), state.unread()),
                null);
    }

    private StreamAnswer between(Stream asked, String diff) {
        Matcher versions = VERSIONS.matcher(diff);
        if (!versions.matches()) {
            throw Failure.invalid("diff", "pattern");
        }
        long from = bounded("diff", Long.parseLong(versions.group(1)), asked.extent());
        long to = bounded("diff", Long.parseLong(versions.group(2)), asked.extent());
        if (from > to) {
            throw Failure.invalid("diff", "pattern");
        }
        List<Folded> states = streams.at(asked.id(), asked.kind(), List.of(from, to));
        Folded later = states.getLast();
        return asked.answer(
                streams.part(asked.id(), from + 1, to, Paging.MAX_LIMIT, asked.level()),
                null,
                null,
                new Difference(from, to, states.getFirst().changesTo(later, asked.level()), later.unread()));
    }

    private static long bounded(String field, long version, Extent extent) {
        if (version < 0 || version > extent.version()) {
            throw Failure.invalid(field, "version.unknown");
        }
        return version;
    }
}
