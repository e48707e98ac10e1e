package io.ringkey.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/** An event as it is stored. Axon's own keeps its time as text, which is written and read again for every event. */
record StoredEvent(
        @Nullable String type,
        String stream,
        long place,
        String event,
        Instant at,
        SerializedObject<byte[]> payload,
        SerializedObject<byte[]> metaData)
        implements DomainEventData<byte[]> {

    /** What {@link #read} wants of a row. */
    static final String COLUMNS = "event_identifier, aggregate_identifier, sequence_number, type, time_stamp,"
            + " payload_type, payload_revision, payload, meta_data";

    static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getString("type"),
                row.getObject("aggregate_identifier", UUID.class).toString(),
                row.getLong("sequence_number"),
                row.getObject("event_identifier", UUID.class).toString(),
                row.getObject("time_stamp", OffsetDateTime.class).toInstant(),
                new SimpleSerializedObject<>(
                        row.getBytes("payload"),
                        byte[].class,
                        row.getString("payload_type"),
                        row.getString("payload_revision")),
                new SerializedMetaData<>(row.getBytes("meta_data"), byte[].class));
    }

    @Override
    public @Nullable String getType() {
        return type;
    }

    @Override
    public String getAggregateIdentifier() {
        return stream;
    }

    @Override
    public long getSequenceNumber() {
        return place;
    }

    @Override
    public String getEventIdentifier() {
        return event;
    }

    @Override
    public Instant getTimestamp() {
        return at;
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return payload;
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return metaData;
    }
}
