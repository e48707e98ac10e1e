package io.ringkey.query.inspection;

import io.ringkey.api.Failure;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.eventstore.EventRecords.Among;
import io.ringkey.eventstore.EventRecords.Place;
import io.ringkey.eventstore.EventRecords.Span;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.web.request.Addresses;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes conditions of what is asked for, and refuses what makes no sense. Safe for concurrent use. */
@Component
final class EventFilters {

    /** Beyond these the database has no times; nothing on record is that old or that far ahead. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** What the login history calls the events that stand in it with an address. */
    private static final Map<String, String> CALLS = Map.of(
            "verification.code-requested", "asked",
            "verification.code-requested-again", "asked",
            "verification.wrong-code-given", "failed",
            "verification.code-verified", "verified",
            "verification.number-proved", "verified",
            "verification.sign-in-refused", "refused",
            "verification.change-refused", "refused",
            "session.seen-elsewhere", "refreshed-elsewhere",
            "session.refresh-token-reused", "refresh-token-reused");

    private static final String FROM_ADDRESS = """
            SELECT address AS pin, position FROM read_model.login_entry
             WHERE (address, position) < (?, ?) AND (address, position) >= (?, ?) AND at >= ?
               AND address IS NOT NULL""";

    private static final String OF_A_KIND_FROM_ADDRESS = """
            SELECT what AS pin, position FROM read_model.login_entry
             WHERE (what, position) < (?, ?) AND (what, position) >= (?, ?) AND at >= ? AND address = ?""";

    private final EventCatalogue catalogue;
    private final LoginDetails details;

    EventFilters(EventCatalogue catalogue, LoginDetails details) {
        this.catalogue = catalogue;
        this.details = details;
    }

    /** The names of all events there are, sorted. */
    List<String> types() {
        return catalogue.all().keySet().stream().sorted().toList();
    }

    /** @throws Failure {@code field.invalid} for a type, an address or a time that is none */
    EventFilter of(Asked asked) {
        return new EventFilter(
                known(asked.type()),
                asked.stream() == null ? List.of() : List.of(asked.stream()),
                asked.actor(),
                address(asked.ip()),
                bounded("from", asked.from()),
                bounded("to", asked.to()));
    }

    /** Whether there can be any: an address is asked for, and of events that are not found by one. */
    static boolean excludesAll(EventFilter filter) {
        return filter.address() != null && filter.type() != null && !CALLS.containsKey(filter.type());
    }

    /**
     * Addresses stand sealed in the record; in the clear they are found in the login history.
     *
     * @param before where the page begins
     * @param span where in the record there can be any
     */
    Among from(String address, EventFilter filter, Place before, Span span) {
        long end = span.last() < before.index() ? span.last() + 1 : before.index();
        OffsetDateTime shownSince = details.shownSince().atOffset(ZoneOffset.UTC);
        String what = filter.type() == null ? null : CALLS.get(filter.type());
        return what == null
                ? new Among(FROM_ADDRESS, List.of(address, end, address, span.first(), shownSince))
                : new Among(OF_A_KIND_FROM_ADDRESS, List.of(what, end, what, span.first(), shownSince, address));
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
        if (ip == null || ip.isBlank()) {
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
