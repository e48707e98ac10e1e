package io.ringkey.query.processors;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * The events of a processor's batch, gathered until it is about to be committed, so that whoever is behind takes in many at
 * once. When that fails, the batch fails and is taken again event by event: see {@link Retake}. For one thread.
 */
final class Gathered {

    private final TakesMany part;
    private final List<EventMessage<?>> events = new ArrayList<>();

    private Gathered(TakesMany part) {
        this.part = part;
    }

    /** Has a part take in an event, with the others of its batch or, where there is none, at once. */
    static void add(TakesMany part, EventMessage<?> event) {
        if (CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?> batch) {
            batch.getOrComputeResource(part.getClass().getName(), first -> begun(part, batch))
                    .events
                    .add(event);
        } else {
            part.takeIn(List.of(event));
        }
    }

    private static Gathered begun(TakesMany part, UnitOfWork<?> batch) {
        var gathered = new Gathered(part);
        batch.onPrepareCommit(committing -> gathered.handOn());
        return gathered;
    }

    private void handOn() {
        try {
            part.takeIn(events);
        } catch (RuntimeException e) {
            throw Outages.toldApart(e);
        }
    }
}
