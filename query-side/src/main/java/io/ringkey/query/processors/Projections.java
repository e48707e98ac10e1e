package io.ringkey.query.processors;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections, as this process runs them. Thread-safe, but to be stopped and started by one thread at a time. */
public final class Projections {

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

    private final List<String> names;
    private final EventProcessingConfiguration axon;
    private final PositionTable positions;
    private final DeadLetters deadLetters;
    private final Set<String> stoppedOnPurpose = ConcurrentHashMap.newKeySet();

    Projections(
            List<String> names, EventProcessingConfiguration axon, PositionTable positions, DeadLetters deadLetters) {
        this.names = List.copyOf(names);
        this.axon = axon;
        this.positions = positions;
        this.deadLetters = deadLetters;
    }

    /** All projections, by the names of their processing groups. */
    public List<String> names() {
        return names;
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

    /** Whether {@link #stop} was called, and {@link #start} not yet since. */
    public boolean isStopped(String projection) {
        return stoppedOnPurpose.contains(projection);
    }

    /** Stops working on the projection in this process, after the batch under way, and lets go of its segments. */
    public void stop(String projection) {
        stoppedOnPurpose.add(projection);
        processor(projection).shutDown();
    }

    /** Works on the projection again. */
    public void start(String projection) {
        processor(projection).start();
        stoppedOnPurpose.remove(projection);
    }

    /**
     * Empties the projection's tables and its dead letter queue, and puts its position at the beginning of the record;
     * in the transaction of the read model that is under way. The projection must be stopped here.
     *
     * @throws UnableToClaimTokenException while another process still works on it
     */
    public void reset(String projection) {
        processor(projection).resetTokens();
    }

    /** Starts again what stopped in this process because of an error that Axon takes for final. */
    void revive() {
        for (String projection : names) {
            TrackingEventProcessor processor = processor(projection);
            if (processor.isError() && !isStopped(projection)) {
                LOG.warn("The projection {} had stopped after an error and is started again", projection);
                processor.shutDown();
                processor.start();
            }
        }
    }

    /** Tries again what could not be projected, where its time has come. */
    void retryDeadLetters() {
        names.stream().filter(projection -> !isStopped(projection)).forEach(deadLetters::retryDue);
    }

    private TrackingEventProcessor processor(String projection) {
        return axon.eventProcessor(projection, TrackingEventProcessor.class)
                .orElseThrow(() -> new IllegalArgumentException("there is no projection " + projection));
    }
}
