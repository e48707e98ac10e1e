package io.ringkey.query.inspection;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Condition;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.ringkey.web.request.Addresses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/events")
@Requires(Role.ADMIN)
@Tag(name = "Events")
class EventsController {

    private static final String EXAMPLE = """
            {
              "index": 120480,
              "id": "01900000-0000-7000-8000-000000000004",
              "stream": "01900000-0000-7000-8000-000000000001",
              "sequence": 0,
              "type": "account.person-registered",
              "revision": "1",
              "at": "2026-01-02T03:04:05.678Z",
              "actor": null,
              "payload": {
                "account": "01900000-0000-7000-8000-000000000001",
                "subject": "01900000-0000-7000-8000-000000000005",
                "number_stream": "01900000-0000-7000-8000-000000000006",
                "phone": "+7913•••••00",
                "registered_at": "2026-01-02T03:04:05.678Z"
              },
              "metadata": {
                "request_id": "5f0c8d1e2b3a4c5d",
                "traceId": "01900000-0000-7000-8000-000000000008",
                "correlationId": "01900000-0000-7000-8000-000000000008"
              }
            }
            """;

    private static final String PAGE_EXAMPLE = "{\"items\": [" + EXAMPLE + "], \"next\": null}";

    /** Beyond these the database has no times; nothing on record is that old or that far ahead. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final EventRecords records;
    private final EventCatalogue catalogue;
    private final LoginDetails details;

    EventsController(EventRecords records, EventCatalogue catalogue, LoginDetails details) {
        this.records = records;
        this.catalogue = catalogue;
        this.details = details;
    }

    @GetMapping
    @ReadsView("logins")
    @Operation(
            summary = "Look through the record",
            description =
                    "Newest first. Conditions that are left out let all pass. Personal values are masked; those of"
                            + " people who were erased are null, as are addresses and clients of long ago.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(PAGE_EXAMPLE)))
    Page<EventItem> events(
            @Parameter(description = "The stored name of the events.", example = "verification.wrong-code-given")
                    @RequestParam(required = false)
                    @Nullable
                    String type,
            @Parameter(description = "The stream: an account, a session or a number's stream.")
                    @RequestParam(required = false)
                    @Nullable
                    UUID stream,
            @Parameter(description = "On whose behalf: an account.") @RequestParam(required = false) @Nullable
                    UUID actor,
            @Parameter(
                            description = "From which address, of the events that stand in a login history with it.",
                            example = "203.0.113.7")
                    @RequestParam(required = false)
                    @Nullable
                    String ip,
            @Parameter(description = "Made at this time or later.", example = "2026-01-02T03:04:05Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant from,
            @Parameter(description = "Made before this time.", example = "2026-01-03T00:00:00Z")
                    @RequestParam(required = false)
                    @Nullable
                    Instant to,
            Paging paging) {
        String address = address(ip);
        var filter = new EventFilter(
                known(type),
                stream == null ? List.of() : List.of(stream),
                actor,
                address,
                bounded("from", from),
                bounded("to", to));
        long before =
                paging.cursor() == null ? EventRecords.NEWEST : paging.cursor().number(0);
        var found = records.page(filter, from(address), before, paging.limit() + 1);
        return paging.page(found, Function.identity(), event -> Cursor.of(event.index()));
    }

    @GetMapping("/{index}")
    @Operation(summary = "Look at one event")
    @Fails(FailureCode.NOT_FOUND)
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    EventItem event(
            @Parameter(description = "Its position in the record.", example = "120480") @PathVariable long index) {
        return records.find(index).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
    }

    /** Addresses stand sealed in the record; in the clear they are found in the login history. */
    private List<Condition> from(@Nullable String address) {
        return address == null
                ? List.of()
                : List.of(new Condition(
                        "e.global_index IN (SELECT position FROM read_model.login_entry WHERE address = ? AND at >= ?)",
                        List.of(address, details.shownSince().atOffset(ZoneOffset.UTC))));
    }

    private @Nullable String known(@Nullable String type) {
        if (type == null || type.isEmpty()) {
            return null;
        }
        if (catalogue.find(type).isEmpty()) {
            throw Failure.invalid("type", "event-type.unknown");
        }
        return type;
    }

    private static @Nullable String address(@Nullable String ip) {
        if (ip == null || ip.isEmpty()) {
            return null;
        }
        return Addresses.spelling(ip).orElseThrow(() -> Failure.invalid("ip", "address.invalid"));
    }

    private static @Nullable Instant bounded(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw Failure.invalid(field, "invalid");
        }
        return time;
    }
}
