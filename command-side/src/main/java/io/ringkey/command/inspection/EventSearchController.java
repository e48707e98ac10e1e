package io.ringkey.command.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.Page;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.command.inspection.NumberStreams.Streams;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Place;
import io.ringkey.web.access.Inspections;
import io.ringkey.web.access.Requires;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The record of one phone number. It stands on the writing side, which alone can tell a number's streams, and takes the
 * number in the body, so that it ends in no log of addresses.
 */
@RestController
@Tag(name = "Events")
@Requires(Role.ADMIN)
class EventSearchController {

    private static final String EXAMPLE = """
            {
              "items": [
                {
                  "index": 120480,
                  "id": "01900000-0000-7000-8000-000000000004",
                  "stream": "01900000-0000-7000-8000-000000000006",
                  "sequence": 1,
                  "type": "verification.wrong-code-given",
                  "revision": "1",
                  "at": "2026-11-02T03:04:05.678Z",
                  "actor": null,
                  "payload": {
                    "stream": "01900000-0000-7000-8000-000000000006",
                    "challenge": "01900000-0000-7000-8000-000000000007",
                    "attempts_left": 2,
                    "given_at": "2026-11-02T03:04:05.678Z",
                    "address": "2•••",
                    "user_agent": "c•••"
                  },
                  "metadata": {
                    "request_id": "5f0c8d1e2b3a4c5d",
                    "traceId": "01900000-0000-7000-8000-000000000008",
                    "correlationId": "01900000-0000-7000-8000-000000000008"
                  }
                }
              ],
              "next": null
            }
            """;

    private static final int LONGEST_TEXT = 100;

    private final NumberStreams streams;
    private final EventRecords records;
    private final Inspections inspections;
    private final String defaultRegion;

    EventSearchController(NumberStreams streams, EventRecords records, Inspections inspections, Settings settings) {
        this.streams = streams;
        this.records = records;
        this.inspections = inspections;
        this.defaultRegion = settings.text(Setting.DEFAULT_REGION);
    }

    record Search(
            @Schema(example = "+7 913 674-00-00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String phone,

            @Schema(example = "verification.wrong-code-given") @Nullable
            String type,

            @Nullable UUID stream,
            @Nullable UUID actor,
            @Schema(example = "203.0.113.7") @Nullable String ip,

            @Schema(description = "The earliest time, inclusive", example = "2026-11-01T00:00:00Z") @Nullable
            Instant from,

            @Schema(description = "The latest time, exclusive") @Nullable
            Instant to,

            @Nullable String cursor,

            @Schema(example = "50", minimum = "1", maximum = "200") @Nullable
            Integer limit) {}

    @PostMapping(path = "/api/admin/events/search", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Find what is on record of a phone number",
            description =
                    "Newest first, with what limits refused about it. Also of a number that never signed in, for a"
                            + " day after it was last seen.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    Page<EventItem> search(@RequestBody Search search, Caller caller, HttpServletRequest request) {
        var paging = Paging.of(search.limit() == null ? null : search.limit().toString(), search.cursor());
        Place before = paging.cursor() == null
                ? Place.NEWEST
                : new Place(paging.cursor().number(0), paging.cursor().instant(1));
        bounded("type", search.type());
        bounded("ip", search.ip());
        Optional<Streams> known = streams.of(readable(search.phone()));
        inspections.looked(
                caller,
                request,
                known.map(streams -> streams.about().toString()).orElse(null));
        Optional<Streams> found = known.map(streams -> streams.onlyOne(search.stream()))
                // No stream at all would mean every stream.
                .filter(streams -> !streams.all().isEmpty());
        return found.map(streams -> page(search, streams, paging, before)).orElseGet(() -> new Page<>(List.of(), null));
    }

    private Page<EventItem> page(Search search, Streams found, Paging paging, Place before) {
        var filter =
                new EventFilter(search.type(), found.all(), search.actor(), search.ip(), search.from(), search.to());
        List<EventItem> events = search.ip() == null
                ? records.page(
                        filter, List.of(found.onlyWhatConcernsIt()), before, paging.limit() + 1, PayloadLevel.MASKED)
                : records.pageFromAddress(filter, search.ip().strip(), before, paging.limit() + 1, PayloadLevel.MASKED);
        return paging.page(events, event -> event, event -> Cursor.of(event.index(), event.at()));
    }

    private PhoneNumber readable(@Nullable String phone) {
        if (phone == null || phone.isBlank()) {
            throw Failure.invalid("phone", "required");
        }
        return PhoneNumber.parse(phone.strip(), defaultRegion)
                .orElseThrow(() -> Failure.invalid("phone", "phone.invalid"));
    }

    private static void bounded(String field, @Nullable String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw Failure.invalid(field, "too-long");
        }
    }
}
