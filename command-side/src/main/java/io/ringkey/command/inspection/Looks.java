package io.ringkey.command.inspection;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ringkey.api.inspection.InspectionEvent;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * Some looks by one of the staff, and what they gave up. Nothing is decided by earlier ones, so that a stream is made once
 * and never read.
 */
@Aggregate
public class Looks {

    /** Read by Axon alone. */
    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private UUID stream;

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    Looks() {}

    @SuppressWarnings("NullAway.Init")
    Looks(List<? extends InspectionEvent> looks) {
        looks.forEach(look -> apply(look));
    }

    @EventSourcingHandler
    void on(InspectionEvent event) {
        stream = event.stream();
    }
}
