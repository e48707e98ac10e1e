package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Place;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
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

    private final EventRecords records;
    private final EventFilters filters;
    private final Levels levels;

    EventsController(EventRecords records, EventFilters filters, Levels levels) {
        this.records = records;
        this.filters = filters;
        this.levels = levels;
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
            @ParameterObject Asked asked,
            @Parameter(description = "How much of them: `none` or `masked`.", example = "masked")
                    @RequestParam(required = false)
                    @Nullable
                    String payload,
            Paging paging) {
        return page(filters.of(asked), Levels.ofMany(payload), paging);
    }

    /** A page of the record. */
    Page<EventItem> page(EventFilter filter, PayloadLevel level, Paging paging) {
        if (EventFilters.excludesAll(filter)) {
            return new Page<>(List.of(), null);
        }
        Place before = paging.cursor() == null
                ? Place.NEWEST
                : new Place(paging.cursor().number(0), paging.cursor().instant(1));
        String address = filter.address();
        int limit = paging.limit() + 1;
        var found = address == null
                ? records.page(filter, List.of(), before, limit, level)
                : records.spanOf(filter)
                        .map(span -> records.page(filter, filters.from(address, filter, before, span), limit, level))
                        .orElse(List.of());
        return paging.page(found, Function.identity(), event -> Cursor.of(event.index(), event.at()));
    }

    @GetMapping("/{index}")
    @Operation(
            summary = "Look at one event",
            description = "That it was looked at in full is on record, as a look of its own.")
    @Fails(FailureCode.NOT_FOUND)
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    EventItem event(
            @Parameter(description = "Its position in the record.", example = "120480") @PathVariable long index,
            @Parameter(description = "How much of it: `none`, `masked` or `full`.", example = "masked")
                    @RequestParam(required = false)
                    @Nullable
                    String payload,
            Caller caller,
            HttpServletRequest request) {
        return records.find(index, levels.ofOne(payload, caller, request))
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
    }
}
