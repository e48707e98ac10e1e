package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.StreamRecords.Extent;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A stream as a way through time: each of its events with the state that it led to, and what it changed. */
@DeskPage
class StreamPages {

    private static final int SHOWN_AROUND = 12;

    private final StreamStates streams;
    private final Levels levels;
    private final Pages pages;

    StreamPages(StreamStates streams, Levels levels, Pages pages) {
        this.streams = streams;
        this.levels = levels;
        this.pages = pages;
    }

    /** A change, as the page shows it. */
    record ShownChange(String field, String before, String after) {}

    /**
     * A field of the state.
     *
     * @param changed whether it was otherwise before
     */
    record ShownField(Row row, boolean changed) {}

    /**
     * The ways to other versions; {@code null} where there is none.
     *
     * @param back to the event before
     * @param on to the event after
     */
    record Ways(@Nullable Long back, @Nullable Long on, long last) {

        static Ways from(long version, long last) {
            return new Ways(version == 0 ? null : version - 1, version == last ? null : version + 1, last);
        }
    }

    @GetMapping("/admin/streams/{stream_id}")
    @Requires(Role.MODERATOR)
    ModelAndView stream(
            Caller caller,
            HttpServletRequest request,
            @PathVariable("stream_id") UUID stream,
            @RequestParam(required = false) @Nullable Long at,
            @RequestParam(required = false) @Nullable Long since,
            @RequestParam(required = false) @Nullable String payload) {
        Extent extent = streams.extent(stream).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        StreamKind kind = StreamKind.of(extent.begunBy());
        boolean isAdmin = caller.role().includes(Role.ADMIN);
        if (!isAdmin && !kind.isOfAPerson()) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
        PayloadLevel level = levels.ofOne(payload, caller, request);
        long version = at == null ? extent.version() : bounded("at", at, 0, extent.version());
        var page = pages.desk("events/stream", caller, request)
                .addObject("stream", stream)
                .addObject("kind", WireNames.of(kind))
                .addObject("extent", extent)
                .addObject("at", version)
                .addObject("ways", Ways.from(version, extent.version()))
                .addObject("items", around(stream, version))
                .addObject("full", level == PayloadLevel.FULL);
        if (isAdmin) {
            long before = since == null ? version - 1 : bounded("since", since, StreamStates.NOTHING_YET, version);
            page.addObject("since", before);
            addVersion(page, stream, kind, before, version, level);
        }
        return page;
    }

    private void addVersion(
            ModelAndView page, UUID stream, StreamKind kind, long before, long version, PayloadLevel level) {
        streams.part(stream, version, version, 1, level).stream()
                .findFirst()
                .ifPresent(event -> page.addObject("event", event)
                        .addObject("payload", event.payload() == null ? List.of() : Row.of(event.payload())));
        if (version >= StreamStates.FOLDED_AT_MOST) {
            return;
        }
        List<Folded> states = streams.at(stream, kind, List.of(before, version));
        Folded state = states.getLast();
        List<Change> changes = states.getFirst().changesTo(state, level);
        Set<String> changed = changes.stream().map(Change::field).collect(Collectors.toSet());
        page.addObject(
                        "changes",
                        changes.stream()
                                .map(change -> new ShownChange(
                                        change.field(), Row.text(change.before()), Row.text(change.after())))
                                .toList())
                .addObject("state", fields(state.shownFields(level), changed))
                .addObject(
                        "unread", state.unread().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static List<ShownField> fields(Map<String, @Nullable Object> state, Set<String> changed) {
        return Row.of(state).stream()
                .map(row -> new ShownField(row, changed.contains(row.name())))
                .toList();
    }

    private List<EventItem> around(UUID stream, long version) {
        long from = Math.max(0, version - SHOWN_AROUND);
        return streams.part(stream, from, version + SHOWN_AROUND, 2 * SHOWN_AROUND + 1, PayloadLevel.NONE);
    }

    private static long bounded(String field, long version, long first, long last) {
        if (version < first || version > last) {
            throw Failure.invalid(field, "version.unknown");
        }
        return version;
    }
}
