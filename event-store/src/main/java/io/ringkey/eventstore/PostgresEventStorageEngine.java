package io.ringkey.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * Axon's JDBC engine on PostgreSQL, with what that database does better natively: {@code uuid} and {@code timestamptz}
 * columns, one multi-row insert per command that answers the positions and takes the late writes along, the actor in a column of
 * its own.
 */
final class PostgresEventStorageEngine extends JdbcEventStorageEngine implements RecordPages {

    /** Metadata key of the account on whose behalf an event was made. */
    static final String ACTOR = "actor";

    private static final int AGGREGATE_BATCH = 200;
    private static final int PAGE = 500;
    private static final Duration GAP_TIMEOUT = Duration.ofHours(1);
    /** More than an hour of appends at the fastest this design has been seen to go. */
    static final int MAX_GAP_OFFSET = 50_000_000;
    /** For fewer it is not asked, with a statement of its own, which of them are old. */
    private static final int GAPS_NOT_WORTH_A_LOOK = 500;

    private static final List<String> TYPES =
            List.of("uuid", "uuid", "bigint", "text", "timestamptz", "text", "text", "bytea", "bytea", "uuid");
    /** One text for any number of events, so that it is planned once. */
    private static final String INSERT = "INSERT INTO event_store.domain_event (" + StoredEvent.COLUMNS
            + ", actor) SELECT * FROM unnest("
            + String.join(", ", TYPES.stream().map(type -> "?::" + type + "[]").toList()) + ") AS event";

    private static final String POSITIONS = " RETURNING global_index";
    private static final String READ_STREAM = "SELECT " + StoredEvent.COLUMNS
            + " FROM event_store.domain_event WHERE aggregate_identifier = ? AND sequence_number >= ?"
            + " ORDER BY sequence_number LIMIT " + AGGREGATE_BATCH;
    /** The planner is not shown the position: it would look up how near the end that is, and plan anew for it every time. */
    private static final String NEWS = "SELECT " + StoredEvents.COLUMNS
            + " FROM event_store.domain_event WHERE global_index > (SELECT ?::bigint) ORDER BY global_index LIMIT "
            + PAGE;

    private static final String NEWS_AND_GAPS = "(" + NEWS + ") UNION ALL SELECT " + StoredEvents.COLUMNS
            + " FROM event_store.domain_event WHERE global_index = ANY (?) ORDER BY global_index";
    private static final String NEWEST_OLD = "SELECT global_index FROM event_store.domain_event WHERE time_stamp < ?"
            + " ORDER BY time_stamp DESC LIMIT 1";
    private static final String LAST_OF_STREAM =
            "SELECT max(sequence_number) FROM event_store.domain_event WHERE aggregate_identifier = ?";

    private static final GapAwareTrackingToken BEFORE_THE_FIRST = new GapAwareTrackingToken(0, List.of());

    private final TransactionManager transactions;
    private final ConnectionProvider connections;
    private final JdbcSubjectKeys keys;
    private final LateWrites lateWrites;
    private final StreamsAhead ahead;
    private final StoredEvents stored;

    PostgresEventStorageEngine(
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer eventSerializer,
            Serializer snapshotSerializer,
            EventUpcaster upcasters,
            JdbcSubjectKeys keys,
            LateWrites lateWrites,
            StreamsAhead ahead) {
        super(settings(connections, transactions, eventSerializer, snapshotSerializer, upcasters));
        this.transactions = transactions;
        this.connections = connections;
        this.keys = keys;
        this.lateWrites = lateWrites;
        this.ahead = ahead;
        this.stored = new StoredEvents(eventSerializer, upcasters, keys);
    }

    private static Builder settings(
            ConnectionProvider connections,
            TransactionManager transactions,
            Serializer eventSerializer,
            Serializer snapshotSerializer,
            EventUpcaster upcasters) {
        Builder builder = JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(transactions)
                .schema(schemaNames())
                .dataType(byte[].class)
                .maxGapOffset(MAX_GAP_OFFSET)
                .gapTimeout(Math.toIntExact(GAP_TIMEOUT.toMillis()))
                .readEventDataForAggregate((connection, schema, stream, from, count) -> {
                    PreparedStatement statement = connection.prepareStatement(READ_STREAM);
                    statement.setObject(1, UUID.fromString(stream));
                    statement.setLong(2, from);
                    return statement;
                })
                .lastSequenceNumberFor((connection, schema, stream) -> {
                    PreparedStatement statement = connection.prepareStatement(LAST_OF_STREAM);
                    statement.setObject(1, UUID.fromString(stream));
                    return statement;
                });
        builder.eventSerializer(eventSerializer)
                .snapshotSerializer(snapshotSerializer)
                .upcasterChain(upcasters)
                .persistenceExceptionResolver(new StreamConflicts())
                .batchSize(AGGREGATE_BATCH)
                .finalAggregateBatchPredicate(batch -> batch.size() < AGGREGATE_BATCH);
        return builder;
    }

    private static EventSchema schemaNames() {
        return EventSchema.builder()
                .eventTable("event_store.domain_event")
                .snapshotTable("event_store.snapshot_event")
                .globalIndexColumn("global_index")
                .eventIdentifierColumn("event_identifier")
                .aggregateIdentifierColumn("aggregate_identifier")
                .sequenceNumberColumn("sequence_number")
                .typeColumn("type")
                .timestampColumn("time_stamp")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .payloadColumn("payload")
                .metaDataColumn("meta_data")
                .build();
    }

    /**
     * In one statement, and one only: whether there is more shows in the page being full. Axon asks within a transaction,
     * and until it is answered nothing.
     */
    @Override
    public Page after(@Nullable TrackingToken token) {
        GapAwareTrackingToken seen = token instanceof GapAwareTrackingToken known ? known : BEFORE_THE_FIRST;
        List<TrackedEventData<byte[]>> found;
        try (Connection connection = connections.getConnection()) {
            seen = withoutOldGaps(connection, seen);
            found = found(connection, seen);
        } catch (SQLException e) {
            throw new EventStoreException("the record cannot be read now", e);
        }
        long end = seen.getIndex();
        var tokens = new PageTokens(seen, oldBefore(), MAX_GAP_OFFSET);
        return new Page(
                stored.messages(found).stream().map(tokens::next).toList(),
                found.stream()
                                .filter(event -> StoredEvents.position(event) > end)
                                .count()
                        < PAGE);
    }

    private static GapAwareTrackingToken withoutOldGaps(Connection connection, GapAwareTrackingToken seen)
            throws SQLException {
        if (seen.getGaps().size() < GAPS_NOT_WORTH_A_LOOK) {
            return seen;
        }
        try (PreparedStatement select = connection.prepareStatement(NEWEST_OLD)) {
            select.setObject(1, oldBefore().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? seen.withGapsTruncatedAt(row.getLong(1)) : seen;
            }
        }
    }

    private static List<TrackedEventData<byte[]>> found(Connection connection, GapAwareTrackingToken seen)
            throws SQLException {
        // All of them, in one snapshot with what is new: what comes late in a stream must not come after its successor.
        Long[] gaps = seen.getGaps().toArray(Long[]::new);
        try (PreparedStatement select = connection.prepareStatement(gaps.length == 0 ? NEWS : NEWS_AND_GAPS)) {
            select.setLong(1, seen.getIndex());
            if (gaps.length > 0) {
                select.setArray(2, connection.createArrayOf("bigint", gaps));
            }
            var found = new ArrayList<TrackedEventData<byte[]>>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(StoredEvents.read(rows));
                }
            }
            return found;
        }
    }

    private static Instant oldBefore() {
        return GenericEventMessage.clock.instant().minus(GAP_TIMEOUT);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        transactions.executeInTransaction(() -> {
            try (Connection connection = connections.getConnection();
                    NewKeys newKeys = keys.newKeys()) {
                if (!append(connection, events, serializer, newKeys)) {
                    newKeys.giveUp();
                    append(connection, events, serializer, newKeys);
                }
            } catch (SQLException e) {
                handlePersistenceException(e, events.get(0));
            }
        });
    }

    /** @return whether the keys that were taken for new are; where they are not, nothing was appended */
    private boolean append(
            Connection connection, List<? extends EventMessage<?>> events, Serializer serializer, NewKeys newKeys)
            throws SQLException {
        List<@Nullable Object[]> rows =
                events.stream().map(event -> row(event, serializer)).toList();
        LateWrites.Batch late = lateWrites.take();
        try (PreparedStatement insert = connection.prepareStatement(late.after(insert(newKeys)))) {
            int parameter = newKeys.set(insert, 0);
            for (int column = 0; column < TYPES.size(); column++) {
                ColumnArrays.set(insert, ++parameter, TYPES.get(column), rows, column);
            }
            late.set(insert, parameter);
            insert.execute();
            try (ResultSet positions = insert.getResultSet()) {
                int appended = 0;
                while (positions.next()) {
                    AppendedPosition.set(events.get(appended), positions.getLong(1));
                    appended++;
                }
                if (appended > 0) {
                    newKeys.stored();
                }
                return appended > 0;
            }
        }
    }

    private static String insert(NewKeys newKeys) {
        return newKeys.isEmpty()
                ? INSERT + POSITIONS
                : "WITH " + newKeys.storedAs("new_key") + " " + INSERT + " WHERE " + newKeys.allStoredAs("new_key")
                        + POSITIONS;
    }

    private static @Nullable Object[] row(EventMessage<?> message, Serializer serializer) {
        DomainEventMessage<?> event = asDomainEvent(message);
        // Not by the message, which would keep what it has serialized once.
        SerializedObject<byte[]> payload = serializer.serialize(event.getPayload(), byte[].class);
        SerializedObject<byte[]> metaData = serializer.serialize(event.getMetaData(), byte[].class);
        return new @Nullable Object[] {
            event.getIdentifier(),
            event.getAggregateIdentifier(),
            event.getSequenceNumber(),
            event.getType(),
            event.getTimestamp(),
            payload.getType().getName(),
            payload.getType().getRevision(),
            payload.getData(),
            metaData.getData(),
            event.getMetaData().get(ACTOR)
        };
    }

    private static DomainEventMessage<?> asDomainEvent(EventMessage<?> message) {
        return message instanceof DomainEventMessage<?> event
                ? event
                : new GenericDomainEventMessage<>(null, message.getIdentifier(), 0L, message, message::getTimestamp);
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(String stream, long first, int atMost) {
        Optional<List<DomainEventData<?>>> read = ahead.take(stream, first);
        return read.isPresent() ? read.get() : super.fetchDomainEvents(stream, first, atMost);
    }

    /** Read in one round trip with what follows it. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return ahead.state(aggregateIdentifier).stream();
    }

    @Override
    protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        statement.setObject(position, timestamp.atOffset(ZoneOffset.UTC));
    }
}
