package io.ringkey.query.processors;

import io.ringkey.query.processors.GuardedHandlers.Undeliverable;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;

/**
 * Lets an event into the dead letter queue only from a clean transaction. Any other failure fails the batch: not to
 * enqueue would mean to Axon that the event is done.
 */
final class DeadLettersOnly implements EnqueuePolicy<EventMessage<?>> {

    @Override
    public EnqueueDecision<EventMessage<?>> decide(DeadLetter<? extends EventMessage<?>> letter, Throwable thrown) {
        if (thrown instanceof Undeliverable undeliverable) {
            return Decisions.enqueue(ThrowableCause.truncated(undeliverable.why()));
        }
        throw thrown instanceof RuntimeException failure ? failure : NotProjected.because(thrown);
    }
}
