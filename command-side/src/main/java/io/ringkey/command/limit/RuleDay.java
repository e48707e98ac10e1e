package io.ringkey.command.limit;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/** What a rule has refused on a day. */
@Aggregate
public class RuleDay {

    /** Read by Axon alone. */
    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable")
    private UUID stream;

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    RuleDay() {}

    void happened(LimitEvent event) {
        apply(event);
    }

    @EventSourcingHandler
    void on(LimitRefused event) {
        stream = event.stream();
    }

    @EventSourcingHandler
    void on(RefusalsCounted event) {
        stream = event.stream();
    }
}
