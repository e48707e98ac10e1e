package io.ringkey.query.processors;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;

/**
 * A part of a projection that takes in many events at once. One alone it takes in the same way, so that whether it follows
 * the record or a replay reads it from its beginning, what it makes of an event is written down once.
 */
public interface TakesMany {

    /**
     * Takes in events in their order, in the transaction under way, which is to be rolled back when it throws. Events
     * that it makes nothing of may be among them.
     */
    void takeIn(List<? extends EventMessage<?>> events);

    /** Takes in one that a processor hands over, with the others of its batch. */
    default void takeIn(EventMessage<?> event) {
        Gathered.add(this, event);
    }
}
