package io.ringkey.query.processors;

import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Events that a replay could not take in, and those held back behind them: kept beside the projection's own dead letters
 * until the replay takes its place. Everything in the transaction under way. Thread-safe.
 */
public final class ReplayLetters {

    /** What the queue of a replay is called, after the name of its projection. */
    public static final String OF_A_REPLAY = "/replay";

    private static final OwnSequence SEQUENCE = new OwnSequence();

    private final DeadLetterQueues queues;
    private final Serializer eventSerializer;
    private final Serializer serializer;
    private final JdbcClient jdbc;

    ReplayLetters(DeadLetterQueues queues, Serializer eventSerializer, Serializer serializer, JdbcClient jdbc) {
        this.queues = queues;
        this.eventSerializer = eventSerializer;
        this.serializer = serializer;
        this.jdbc = jdbc;
    }

    /** Which events are taken in one after the other, or not at all. */
    public String sequenceOf(EventMessage<?> event) {
        return SEQUENCE.getSequenceIdentifierFor(event).toString();
    }

    /** The sequences of which some event waits. */
    public Set<String> sequences(String projection) {
        return jdbc
                .sql("SELECT DISTINCT sequence_identifier FROM read_model.dead_letter WHERE processing_group = ?")
                .param(projection + OF_A_REPLAY)
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /**
     * Keeps an event.
     *
     * @param why {@code null} when it only waits for another one
     */
    public void keep(String projection, EventMessage<?> event, @Nullable Throwable why) {
        SequencedDeadLetterQueue<EventMessage<?>> queue =
                queues.of(projection + OF_A_REPLAY, eventSerializer, serializer);
        String sequence = sequenceOf(event);
        queue.enqueue(
                sequence,
                why == null
                        ? new GenericDeadLetter<>(sequence, event)
                        : new GenericDeadLetter<>(
                                sequence, event, ThrowableCause.truncated(NotProjected.because(why))));
    }

    /** How many are kept. */
    public long count(String projection) {
        return jdbc.sql("SELECT count(*) FROM read_model.dead_letter WHERE processing_group = ?")
                .param(projection + OF_A_REPLAY)
                .query(Long.class)
                .single();
    }

    /** Forgets all. */
    public void forget(String projection) {
        jdbc.sql("DELETE FROM read_model.dead_letter WHERE processing_group = ?")
                .param(projection + OF_A_REPLAY)
                .update();
    }

    /** Makes them the projection's own, instead of those that it had. */
    public void takePlace(String projection) {
        jdbc.sql("DELETE FROM read_model.dead_letter WHERE processing_group = ?")
                .param(projection)
                .update();
        jdbc.sql("UPDATE read_model.dead_letter SET processing_group = ? WHERE processing_group = ?")
                .params(projection, projection + OF_A_REPLAY)
                .update();
    }
}
