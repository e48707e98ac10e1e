package io.ringkey.query.processors;

import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;

/** The dead letters of the projections, in the table {@code read_model.dead_letter}. */
final class DeadLetterQueues {

    /** Above these the projection stands still: so much is not an event's fault any more. */
    private static final int MOST_SEQUENCES = 10_000;

    private static final int LONGEST_SEQUENCE = 100_000;

    private static final DeadLetterSchema NAMES = DeadLetterSchema.builder()
            .deadLetterTable("read_model.dead_letter")
            .deadLetterIdentifierColumn("dead_letter_id")
            .processingGroupColumn("processing_group")
            .sequenceIdentifierColumn("sequence_identifier")
            .sequenceIndexColumn("sequence_index")
            .messageTypeColumn("message_type")
            .eventIdentifierColumn("event_identifier")
            .timestampColumn("time_stamp")
            .payloadTypeColumn("payload_type")
            .payloadRevisionColumn("payload_revision")
            .payloadColumn("payload")
            .metaDataColumn("meta_data")
            .aggregateTypeColumn("type")
            .aggregateIdentifierColumn("aggregate_identifier")
            .sequenceNumberColumn("sequence_number")
            .tokenTypeColumn("token_type")
            .tokenColumn("token")
            .enqueuedAtColumn("enqueued_at")
            .lastTouchedColumn("last_touched")
            .processingStartedColumn("processing_started")
            .causeTypeColumn("cause_type")
            .causeMessageColumn("cause_message")
            .diagnosticsColumn("diagnostics")
            .build();

    private final DataSource dataSource;
    private final TransactionManager transactions;

    DeadLetterQueues(DataSource dataSource, TransactionManager transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    JdbcSequencedDeadLetterQueue<EventMessage<?>> of(
            String projection, Serializer eventSerializer, Serializer serializer) {
        return JdbcSequencedDeadLetterQueue.builder()
                .processingGroup(projection)
                .connectionProvider(new SpringDataSourceConnectionProvider(dataSource))
                .transactionManager(transactions)
                .schema(NAMES)
                .eventSerializer(eventSerializer)
                .genericSerializer(serializer)
                .maxSequences(MOST_SEQUENCES)
                .maxSequenceSize(LONGEST_SEQUENCE)
                .build();
    }
}
