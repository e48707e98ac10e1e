package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import java.util.List;
import java.util.stream.Stream;

/** Rows of the record, as staff see them. Thread-safe. */
final class EventRows {

    private final EventPayloads payloads;

    EventRows(EventPayloads payloads) {
        this.payloads = payloads;
    }

    List<EventItem> items(PayloadLevel level, List<EventRow> rows) {
        if (level != PayloadLevel.NONE) {
            expect(rows);
        }
        return rows.stream().map(row -> item(level, row)).toList();
    }

    /** Those that came from this address. */
    Stream<EventRow> from(String address, List<EventRow> rows) {
        expect(rows);
        return rows.stream().filter(row -> address.equals(payloads.address(row.type(), row.payload(), row.at())));
    }

    private void expect(List<EventRow> rows) {
        payloads.expect(rows.stream().map(EventRow::payload));
    }

    private EventItem item(PayloadLevel level, EventRow row) {
        boolean bare = level == PayloadLevel.NONE;
        return new EventItem(
                row.index(),
                row.id(),
                row.stream(),
                row.sequence(),
                row.type(),
                row.revision(),
                row.at(),
                bare ? null : row.actor(),
                payloads.shown(row.type(), row.payload(), row.at(), level),
                bare ? null : payloads.plain(row.metaData()));
    }
}
