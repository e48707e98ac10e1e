package io.ringkey.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/**
 * Makes messages of rows of the record, whose tokens are their positions. What they say is opened when it is asked for, with
 * keys that are fetched for all of them at once. Thread-safe.
 */
final class StoredEvents {

    /** What {@link #read} wants of a row. */
    static final String COLUMNS =
            "global_index, event_identifier, aggregate_identifier, sequence_number, type, time_stamp,"
                    + " payload_type, payload_revision, payload, meta_data";

    private final Serializer serializer;
    private final EventUpcaster upcasters;
    private final JdbcSubjectKeys keys;

    StoredEvents(Serializer serializer, EventUpcaster upcasters, JdbcSubjectKeys keys) {
        this.serializer = serializer;
        this.upcasters = upcasters;
        this.keys = keys;
    }

    static TrackedEventData<byte[]> read(ResultSet row) throws SQLException {
        return new TrackedDomainEventData<>(
                new GlobalSequenceTrackingToken(row.getLong("global_index")), StoredEvent.read(row));
    }

    List<TrackedEventMessage<?>> messages(Collection<TrackedEventData<byte[]>> stored) {
        keys.learn(PersonalJson.subjects(
                stored.stream().map(event -> event.getPayload().getData())));
        return EventUtils.upcastAndDeserializeTrackedEvents(stored.stream(), serializer, upcasters)
                .<TrackedEventMessage<?>>map(message -> message)
                .toList();
    }

    static long position(TrackedEventMessage<?> message) {
        return message.trackingToken().position().orElseThrow();
    }

    static long position(TrackedEventData<?> stored) {
        return stored.trackingToken().position().orElseThrow();
    }
}
