package io.ringkey.query.processors;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tries dead letters again, each in a transaction of its own and each sequence in order. Axon would do a whole sequence
 * in one transaction, which the first letter that fails takes down with all before it, and would never look beyond the
 * ten sequences tried longest ago.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final TransactionManager transactions;
    private final EventProcessingConfiguration axon;
    private final Clock clock;

    DeadLetters(JdbcClient jdbc, TransactionManager transactions, EventProcessingConfiguration axon, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.axon = axon;
        this.clock = clock;
    }

    /** How many dead letters a projection has. */
    long count(String projection) {
        return jdbc.sql("SELECT count(*) FROM read_model.dead_letter WHERE processing_group = ?")
                .param(projection)
                .query(Long.class)
                .single();
    }

    /** Tries the sequences whose time has come. */
    void retryDue(String projection) {
        for (String sequence : due(projection)) {
            retry(projection, sequence);
        }
    }

    /** Tries a sequence now, as far as it goes. */
    void retry(String projection, String sequence) {
        var queue = queue(projection);
        boolean goesOn = true;
        while (goesOn) {
            Optional<JdbcDeadLetter<EventMessage<?>>> letter = first(queue, sequence);
            goesOn = letter.isPresent() && project(projection, queue, letter.get());
        }
    }

    /** Takes a letter out; false when it is gone. Whoever is trying it is waited for. */
    boolean discard(String letter) {
        return jdbc.sql("DELETE FROM read_model.dead_letter WHERE dead_letter_id = ?")
                        .param(letter)
                        .update()
                == 1;
    }

    /** Waits as long again as a sequence has been failing, so pauses double; within bounds. */
    private List<String> due(String projection) {
        return jdbc.sql("""
                        SELECT sequence_identifier
                          FROM (SELECT DISTINCT ON (sequence_identifier)
                                       sequence_identifier, enqueued_at::timestamptz AS since,
                                       coalesce(last_touched, enqueued_at)::timestamptz AS tried
                                  FROM read_model.dead_letter
                                 WHERE processing_group = :projection
                                 ORDER BY sequence_identifier, sequence_index) head
                         WHERE tried + greatest(
                                   make_interval(secs => :shortest),
                                   least(tried - since, make_interval(secs => :longest))) <= :now
                         ORDER BY tried
                        """)
                .param("projection", projection)
                .param("shortest", SHORTEST_PAUSE.toSeconds())
                .param("longest", LONGEST_PAUSE.toSeconds())
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    private boolean project(
            String projection,
            SequencedDeadLetterQueue<EventMessage<?>> queue,
            JdbcDeadLetter<EventMessage<?>> letter) {
        EventMessage<?> event = letter.message();
        var work = DefaultUnitOfWork.startAndGet(event);
        work.attachTransaction(transactions);
        var result = work.executeWithResult(() -> {
            if (!mine(letter)) {
                return false;
            }
            for (EventMessageHandler handler : Projections.handlers(axon, projection)) {
                handler.handle(event);
            }
            queue.evict(letter);
            return true;
        });
        if (!result.isExceptional()) {
            return result.getPayload();
        }
        Throwable why = result.exceptionResult();
        if (!Outages.isOne(why)) {
            var cause = ThrowableCause.truncated(NotProjected.because(why));
            queue.requeue(
                    letter, failed -> failed.withCause(cause).withDiagnostics(Tries.oneMore(failed.diagnostics())));
            LOG.debug("Event {} still cannot be projected into {}", event.getIdentifier(), projection);
        }
        return false;
    }

    /** Whether no other process is at it, and none has done it meanwhile. */
    private boolean mine(JdbcDeadLetter<?> letter) {
        return jdbc.sql("SELECT 1 FROM read_model.dead_letter WHERE dead_letter_id = ? FOR UPDATE SKIP LOCKED")
                .param(letter.getIdentifier())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private static Optional<JdbcDeadLetter<EventMessage<?>>> first(
            SequencedDeadLetterQueue<EventMessage<?>> queue, String sequence) {
        for (DeadLetter<? extends EventMessage<?>> letter : queue.deadLetterSequence(sequence)) {
            @SuppressWarnings("unchecked")
            var stored = (JdbcDeadLetter<EventMessage<?>>) letter;
            return Optional.of(stored);
        }
        return Optional.empty();
    }

    private SequencedDeadLetterQueue<EventMessage<?>> queue(String projection) {
        return axon.deadLetterQueue(projection).orElseThrow();
    }
}
