package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.Requires;
import io.ringkey.web.cursor.Paging;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The record, and each event of it. */
@DeskPage
@Requires(Role.ADMIN)
class EventPages {

    private static final int OF_THE_SAME_CALL = 20;
    /** What an event's metadata says of the call that made it. */
    private static final String CALL = "request_id";

    private final EventsController events;
    private final EventRecords records;
    private final EventFilters filters;
    private final Levels levels;
    private final Pages pages;

    EventPages(EventsController events, EventRecords records, EventFilters filters, Levels levels, Pages pages) {
        this.events = events;
        this.records = records;
        this.filters = filters;
        this.levels = levels;
        this.pages = pages;
    }

    @GetMapping("/admin/events")
    ModelAndView list(
            Caller caller,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable UUID stream,
            @RequestParam(required = false) @Nullable UUID actor,
            @RequestParam(required = false) @Nullable String ip,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor) {
        EventFilter filter = filters.of(new Asked(type, stream, actor, ip, time("from", from), time("to", to)));
        var conditions = new LinkedHashMap<String, @Nullable String>();
        conditions.put("type", filter.type());
        conditions.put("stream", text(stream));
        conditions.put("actor", text(actor));
        conditions.put("ip", filter.address());
        conditions.put("from", field(filter.from()));
        conditions.put("to", field(filter.to()));
        conditions.put("cursor", cursor);
        return pages.desk("events/list", caller, request)
                .addObject("events", events.page(filter, PayloadLevel.MASKED, Paging.of(null, cursor)))
                .addObject("types", filters.types())
                .addObject("conditions", conditions);
    }

    @GetMapping("/admin/events/{index}")
    ModelAndView event(
            Caller caller,
            HttpServletRequest request,
            @PathVariable long index,
            @RequestParam(required = false) @Nullable String payload) {
        PayloadLevel level = levels.ofOne(payload, caller, request);
        EventItem event = records.find(index, level).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        var page = pages.desk("events/event", caller, request)
                .addObject("event", event)
                .addObject("full", level == PayloadLevel.FULL)
                .addObject("neighbours", List.of());
        if (event.payload() != null && event.metadata() != null) {
            page.addObject("payload", Row.of(event.payload())).addObject("metadata", Row.of(event.metadata()));
            if (event.metadata().get(CALL) instanceof String call) {
                page.addObject("neighbours", besides(event, call));
            }
        }
        return page;
    }

    private List<EventItem> besides(EventItem event, String call) {
        return records.near(event.index(), CALL, call, OF_THE_SAME_CALL, PayloadLevel.MASKED).stream()
                .filter(other -> other.index() != event.index())
                .toList();
    }

    /** Fields of forms know no zone; what they say is UTC, as all times of the desk. */
    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw Failure.invalid(field, "invalid");
        }
    }

    private static @Nullable String field(@Nullable Instant time) {
        return time == null
                ? null
                : LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC)
                        .toString();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
