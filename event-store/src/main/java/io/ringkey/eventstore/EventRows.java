package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Rows of the record, as staff see them. Thread-safe. */
final class EventRows {

    static final String COLUMNS = "e.global_index, e.event_identifier, e.aggregate_identifier, e.sequence_number,"
            + " e.payload_type, e.payload_revision, e.time_stamp, e.actor, e.payload, e.meta_data";

    static final String SELECT = "SELECT " + COLUMNS + " FROM event_store.domain_event e";

    private final EventPayloads payloads;

    EventRows(EventPayloads payloads) {
        this.payloads = payloads;
    }

    EventItem read(ResultSet row, PayloadLevel level) throws SQLException {
        String type = row.getString("payload_type");
        Instant at = time(row);
        boolean bare = level == PayloadLevel.NONE;
        return new EventItem(
                row.getLong("global_index"),
                row.getObject("event_identifier", UUID.class),
                row.getObject("aggregate_identifier", UUID.class),
                row.getLong("sequence_number"),
                type,
                row.getString("payload_revision"),
                at,
                bare ? null : row.getObject("actor", UUID.class),
                payloads.shown(type, row.getBytes("payload"), at, level),
                bare ? null : payloads.plain(row.getBytes("meta_data")));
    }

    /** Whether the event came from this address. */
    boolean isFrom(String address, ResultSet row) throws SQLException {
        return address.equals(payloads.address(row.getString("payload_type"), row.getBytes("payload"), time(row)));
    }

    static Instant time(ResultSet row) throws SQLException {
        return row.getObject("time_stamp", OffsetDateTime.class).toInstant();
    }
}
