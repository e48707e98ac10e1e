package io.ringkey.query.processors;

import io.ringkey.eventstore.EventCatalogue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections, as this process runs them. Thread-safe. */
public final class Projections {

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

    private final List<String> names;
    private final EventProcessingConfiguration axon;
    private final PositionTable positions;
    private final DeadLetters deadLetters;
    private final Map<String, Set<String>> tables;
    private final Map<String, Set<String>> indexesToWrite;
    private final Map<String, List<TakesMany>> parts;
    private final EventCatalogue catalogue;

    /**
     * @param tables by projection
     * @param indexesToWrite by projection
     * @param parts by projection
     */
    Projections(
            List<String> names,
            EventProcessingConfiguration axon,
            PositionTable positions,
            DeadLetters deadLetters,
            Map<String, Set<String>> tables,
            Map<String, Set<String>> indexesToWrite,
            Map<String, List<TakesMany>> parts,
            EventCatalogue catalogue) {
        this.names = List.copyOf(names);
        this.axon = axon;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.tables = Map.copyOf(tables);
        this.indexesToWrite = Map.copyOf(indexesToWrite);
        this.parts = Map.copyOf(parts);
        this.catalogue = catalogue;
        for (String name : names) {
            if (!tables.containsKey(name) || !parts.containsKey(name)) {
                throw new IllegalStateException("which tables " + name + " keeps is not said: see KeepsTables");
            }
        }
    }

    /** All projections, by the names of their processing groups. */
    public List<String> names() {
        return names;
    }

    /** The tables that a projection fills, without their schema. */
    public Set<String> tables(String projection) {
        return tables.getOrDefault(projection, Set.of());
    }

    /** The indexes of those tables, besides unique ones, by which the projection looks up rows to write. */
    public Set<String> indexesToWrite(String projection) {
        return indexesToWrite.getOrDefault(projection, Set.of());
    }

    /** Where the projection's segments stand, whichever process works on them; none before the first start. */
    public List<StoredPosition> positions(String projection) {
        return positions.of(projection);
    }

    /** How many events wait in the projection's dead letter queue. */
    public long deadLetters(String projection) {
        return deadLetters.count(projection);
    }

    /** Whether this process works on the projection, or is ready to take it over. */
    public boolean isRunning(String projection) {
        return processor(projection).isRunning();
    }

    /** The stored names of the events of which the projection makes anything. */
    public Set<String> eventTypes(String projection) {
        List<EventMessageHandler> handlers = handlers(axon, projection);
        return catalogue.all().entrySet().stream()
                .filter(event -> handlers.stream().anyMatch(handler -> handler.canHandleType(event.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Takes many events in at once, in the transaction under way, which is to be rolled back when it throws.
     *
     * @param events of the types of the projection
     */
    public void takeIn(String projection, List<? extends EventMessage<?>> events) {
        for (TakesMany part : parts.getOrDefault(projection, List.of())) {
            part.takeIn(events);
        }
    }

    /**
     * Tries a sequence of dead letters now, as far as it goes.
     *
     * @param sequence as {@link OwnSequence} tells it
     */
    public void retry(String projection, String sequence) {
        deadLetters.retry(projection, sequence);
    }

    /**
     * Takes a dead letter out of the queue. Those behind it are tried again in their time.
     *
     * @return whether it was there
     */
    public boolean discard(String deadLetter) {
        return deadLetters.discard(deadLetter);
    }

    /** Starts again what stopped in this process because of an error that Axon takes for final. */
    void revive() {
        for (String projection : names) {
            TrackingEventProcessor processor = processor(projection);
            if (processor.isError()) {
                LOG.warn("The projection {} had stopped after an error and is started again", projection);
                processor.shutDown();
                processor.start();
            }
        }
    }

    /** Tries again what could not be projected, where its time has come. */
    void retryDeadLetters() {
        names.forEach(deadLetters::retryDue);
    }

    static List<EventMessageHandler> handlers(EventProcessingConfiguration axon, String projection) {
        var invoker = (DeadLetteringEventHandlerInvoker)
                axon.sequencedDeadLetterProcessor(projection).orElseThrow();
        return invoker.eventHandlers();
    }

    private TrackingEventProcessor processor(String projection) {
        return axon.eventProcessor(projection, TrackingEventProcessor.class)
                .orElseThrow(() -> new IllegalArgumentException("there is no projection " + projection));
    }
}
