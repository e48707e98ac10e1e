package io.ringkey.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An event of the record as it is stored, for people to read. Nothing of it is opened while rows are read: fetching the keys takes
 * a connection of its own, and whoever holds one must not wait for another.
 */
@SuppressWarnings("ArrayRecordComponent")
record EventRow(
        long index,
        UUID id,
        UUID stream,
        long sequence,
        String type,
        @Nullable String revision,
        Instant at,
        @Nullable UUID actor,
        byte[] payload,
        byte[] metaData) {

    /** What {@link #list} wants of a row. */
    static final String COLUMNS = "e.global_index, e.event_identifier, e.aggregate_identifier, e.sequence_number,"
            + " e.payload_type, e.payload_revision, e.time_stamp, e.actor, e.payload, e.meta_data";

    static final String SELECT = "SELECT " + COLUMNS + " FROM event_store.domain_event e";

    /** The rows that a statement finds, which selects {@link #COLUMNS}. */
    static List<EventRow> list(JdbcTemplate jdbc, String sql, Object... parameters) {
        return jdbc.query(sql, (row, number) -> read(row), parameters);
    }

    private static EventRow read(ResultSet row) throws SQLException {
        return new EventRow(
                row.getLong("global_index"),
                row.getObject("event_identifier", UUID.class),
                row.getObject("aggregate_identifier", UUID.class),
                row.getLong("sequence_number"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                time(row),
                row.getObject("actor", UUID.class),
                row.getBytes("payload"),
                row.getBytes("meta_data"));
    }

    static Instant time(ResultSet row) throws SQLException {
        return row.getObject("time_stamp", OffsetDateTime.class).toInstant();
    }
}
