package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the record, as staff see them. Thread-safe. */
final class EventRows {

    private final JdbcTemplate jdbc;
    private final EventPayloads payloads;

    EventRows(DataSource dataSource, EventPayloads payloads) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.payloads = payloads;
    }

    /** The rows that a statement finds, which selects {@link EventRow#COLUMNS}. */
    List<EventRow> list(String sql, Object... parameters) {
        return jdbc.query(sql, (row, number) -> EventRow.read(row), parameters);
    }

    /** The events that a statement finds. */
    List<EventItem> items(PayloadLevel level, String sql, Object... parameters) {
        return items(level, list(sql, parameters));
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
