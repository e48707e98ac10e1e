package io.ringkey.eventstore;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads one stream of the record, for people who inspect it: oldest first, by keyset. Thread-safe. */
public final class StreamRecords {

    private static final String EXTENT = """
            SELECT first.payload_type, first.time_stamp AS begun_at, last.time_stamp AS last_at, last.sequence_number
              FROM (SELECT payload_type, time_stamp FROM event_store.domain_event
                     WHERE aggregate_identifier = ? ORDER BY sequence_number LIMIT 1) first,
                   (SELECT sequence_number, time_stamp FROM event_store.domain_event
                     WHERE aggregate_identifier = ? ORDER BY sequence_number DESC LIMIT 1) last
            """;
    private static final String PART =
            " WHERE e.aggregate_identifier = ? AND e.sequence_number BETWEEN ? AND ? ORDER BY e.sequence_number LIMIT ?";
    private static final String TYPED =
            "SELECT e.sequence_number, e.payload_type, e.payload_revision, e.time_stamp, e.payload"
                    + " FROM event_store.domain_event e"
                    + PART;

    private final JdbcTemplate jdbc;
    private final EventPayloads payloads;
    private final EventRows rows;
    private final EventSerializer serializer = new EventSerializer(new EventCatalogue(), new LeftSealed());

    StreamRecords(DataSource dataSource, EventPayloads payloads) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.payloads = payloads;
        this.rows = new EventRows(payloads);
    }

    /**
     * From where to where a stream goes.
     *
     * @param begunBy the stored name of its first event
     * @param version the place of its last event, counted from 0
     */
    public record Extent(String begunBy, Instant begunAt, Instant lastAt, long version) {}

    /** Nothing for a stream of which nothing is on record. */
    public Optional<Extent> extent(UUID stream) {
        return jdbc
                .query(
                        EXTENT,
                        (row, number) -> new Extent(
                                row.getString("payload_type"),
                                time(row, "begun_at"),
                                time(row, "last_at"),
                                row.getLong("sequence_number")),
                        stream,
                        stream)
                .stream()
                .findFirst();
    }

    /**
     * Events of a stream.
     *
     * @param from the place of the first in the stream
     * @param to the place of the last
     * @param limit at most this many
     */
    public List<EventItem> part(UUID stream, long from, long to, int limit, PayloadLevel level) {
        return rows.items(level, EventRow.list(jdbc, EventRow.SELECT + PART, stream, from, to, limit));
    }

    /**
     * The same, to be folded.
     *
     * @param from the place of the first in the stream
     * @param to the place of the last
     * @param limit at most this many
     */
    public List<TypedEvent> typed(UUID stream, long from, long to, int limit) {
        return jdbc.query(TYPED, (row, number) -> typed(row), stream, from, to, limit);
    }

    /** What a value says that was left sealed. */
    public Legible read(Kept kept) {
        return payloads.read(kept);
    }

    private TypedEvent typed(ResultSet row) throws SQLException {
        String type = row.getString("payload_type");
        return new TypedEvent(
                row.getLong("sequence_number"),
                type,
                EventRow.time(row),
                event(type, row.getString("payload_revision"), row.getBytes("payload")));
    }

    private @Nullable DomainEvent event(String type, @Nullable String revision, byte[] payload) {
        try {
            return serializer.deserialize(new SimpleSerializedObject<>(payload, byte[].class, type, revision))
                            instanceof DomainEvent event
                    ? event
                    : null;
        } catch (SerializationException ofALaterReleaseOrBroken) {
            return null;
        }
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
