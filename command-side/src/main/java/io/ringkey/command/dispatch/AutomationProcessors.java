package io.ringkey.command.dispatch;

import io.ringkey.eventstore.RecordSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.springframework.stereotype.Component;

/** Runs the groups of all {@link Automation}s. */
@Component
final class AutomationProcessors implements ConfigurerModule {

    private static final int BATCH = 100;
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final List<Automation> automations;
    private final ConnectionProvider connections;

    AutomationProcessors(List<Automation> automations, ConnectionProvider connections) {
        this.automations = automations;
        this.connections = connections;
    }

    @Override
    public void configureModule(Configurer configurer) {
        automations.forEach(automation -> register(configurer.eventProcessing(), automation));
    }

    private void register(EventProcessingConfigurer processing, Automation automation) {
        String group = automation.group();
        processing
                .registerTrackingEventProcessor(
                        group,
                        axon -> ((RecordSource) axon.eventStore()).restingFor(automation.rest()),
                        axon -> TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                                .andBatchSize(BATCH)
                                .andEventAvailabilityTimeout(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                                // What happened before an automation existed is not its business.
                                .andInitialTrackingToken(StreamableMessageSource::createHeadToken))
                .registerTokenStore(group, this::tokens)
                .registerDeadLetterQueue(group, axon -> deadLetters(axon, group))
                .registerDeadLetteringEventHandlerInvokerConfiguration(
                        group, (axon, invoker) -> invoker.enableSequenceIdentifierCache())
                .registerDeadLetterPolicy(group, axon -> AutomationProcessors::enqueued)
                .registerSequencingPolicy(group, axon -> SequentialPerAggregatePolicy.instance())
                .registerListenerInvocationErrorHandler(group, axon -> PropagatingErrorHandler.instance())
                .registerErrorHandler(group, axon -> PropagatingErrorHandler.instance());
    }

    /** One that fails again keeps the reason of its first time. */
    private static EnqueueDecision<EventMessage<?>> enqueued(
            DeadLetter<? extends EventMessage<?>> letter, Throwable thrown) {
        return letter instanceof JdbcDeadLetter<?> ? Decisions.enqueue() : Decisions.enqueue(cause(thrown));
    }

    /** By name alone: what is said of a failure may quote what failed. */
    private static ThrowableCause cause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ThrowableCause(
                thrown.getClass().getName(),
                root == thrown ? "" : "by " + root.getClass().getName());
    }

    private TokenStore tokens(Configuration axon) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(axon.serializer())
                .schema(TokenSchema.builder()
                        .setTokenTable("command_state.token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .build();
    }

    private SequencedDeadLetterQueue<EventMessage<?>> deadLetters(Configuration axon, String group) {
        return JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(group)
                .connectionProvider(connections)
                .transactionManager(axon.getComponent(TransactionManager.class))
                .schema(deadLetterSchema())
                .eventSerializer(axon.eventSerializer())
                .genericSerializer(axon.serializer())
                .build();
    }

    private static DeadLetterSchema deadLetterSchema() {
        return DeadLetterSchema.builder()
                .deadLetterTable("command_state.dead_letter")
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
    }
}
