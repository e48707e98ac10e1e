package io.ringkey.query.processors;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;

/**
 * Events of one stream are one sequence: projected in order, and held back together when one of them cannot be. The
 * identifier is text, because the dead letter queue knows anything else only by its hash.
 */
final class OwnSequence implements SequencingPolicy<EventMessage<?>> {

    private static final String NO_STREAM = "no-stream";

    @Override
    public Object getSequenceIdentifierFor(EventMessage<?> event) {
        return event instanceof DomainEventMessage<?> domain && domain.getAggregateIdentifier() != null
                ? domain.getAggregateIdentifier()
                : NO_STREAM;
    }
}
