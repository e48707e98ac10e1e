package io.ringkey.eventstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads the streams that commands of one transaction will load, in one round trip: each from the state on that is kept of it;
 * and in another one the keys that are not known of what they say. Thread-safe.
 */
public final class StreamsAhead {

    private static final String SELECT = """
            SELECT true AS is_state, stream AS event_identifier, stream AS aggregate_identifier, sequence_number, type,
                   made_at AS time_stamp, state_type AS payload_type, NULL AS payload_revision, state AS payload,
                   '{}'::bytea AS meta_data
              FROM event_store.stream_state
             WHERE stream = ANY (?)
            UNION ALL
            SELECT false, e.event_identifier, e.aggregate_identifier, e.sequence_number, e.type, e.time_stamp, e.payload_type,
                   e.payload_revision, e.payload, e.meta_data
              FROM unnest(?::uuid[]) AS wanted (stream)
              LEFT JOIN event_store.stream_state s ON s.stream = wanted.stream
             CROSS JOIN LATERAL (
                   SELECT * FROM event_store.domain_event d
                    WHERE d.aggregate_identifier = wanted.stream
                      AND d.sequence_number > coalesce(s.sequence_number, -1)
                    ORDER BY d.sequence_number) e
             ORDER BY aggregate_identifier, is_state DESC, sequence_number
            """;

    private final JdbcTemplate jdbc;
    private final JdbcSubjectKeys keys;
    private final ReadAhead<String, StreamAhead> ahead = new ReadAhead<>();

    StreamsAhead(DataSource dataSource, JdbcSubjectKeys keys) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.keys = keys;
    }

    /** A stream that was read. */
    private static final class StreamAhead {

        private @Nullable StoredEvent state;
        private final List<DomainEventData<?>> events = new ArrayList<>();

        long first() {
            return state == null ? 0 : state.place() + 1;
        }
    }

    /** Reads streams for the loads of this transaction. */
    public void read(Collection<UUID> streams) {
        if (streams.isEmpty() || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Map<String, StreamAhead> found = new HashMap<>();
        var payloads = new ArrayList<byte[]>();
        Object[] wanted = streams.toArray();
        jdbc.query(
                SELECT,
                statement -> {
                    ColumnArrays.set(statement, 1, "uuid", wanted);
                    ColumnArrays.set(statement, 2, "uuid", wanted);
                },
                row -> {
                    StoredEvent event = StoredEvent.read(row);
                    payloads.add(event.payload().getData());
                    StreamAhead stream = found.computeIfAbsent(event.stream(), first -> new StreamAhead());
                    if (row.getBoolean("is_state")) {
                        stream.state = event;
                    } else {
                        stream.events.add(event);
                    }
                });
        keys.learn(PersonalJson.subjects(payloads.stream()));
        streams.forEach(
                stream -> ahead.put(stream.toString(), found.getOrDefault(stream.toString(), new StreamAhead())));
    }

    /** The state that is kept of a stream. What follows it is then there to be taken, where there is a transaction. */
    Optional<DomainEventData<?>> state(String stream) {
        Optional<StreamAhead> read = ahead.take(stream);
        if (read.isEmpty()) {
            read(List.of(UUID.fromString(stream)));
            read = ahead.take(stream);
        }
        read.ifPresent(found -> ahead.put(stream, found));
        return read.map(found -> found.state);
    }

    /** The events of a stream from a place on, if these were read ahead and not taken since. */
    Optional<List<DomainEventData<?>>> take(String stream, long first) {
        return ahead.take(stream).filter(found -> found.first() == first).map(found -> found.events);
    }
}
