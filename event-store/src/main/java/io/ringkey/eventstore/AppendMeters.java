package io.ringkey.eventstore;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.command.ConcurrencyException;

/** Times what is appended to the record, and counts what is on it then. Thread-safe. */
final class AppendMeters {

    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Timer appends;
    private final DistributionSummary sizes;
    private final Counter conflicts;
    private final Map<Class<?>, Counter> events = new HashMap<>();

    AppendMeters(MeterRegistry registry, EventCatalogue catalogue) {
        appends = Timer.builder("ringkey.append")
                .description("Writing the events of a command, without its commit")
                .serviceLevelObjectives(STEPS)
                .register(registry);
        sizes = DistributionSummary.builder("ringkey.append.events")
                .description("Events that were written together")
                .register(registry);
        conflicts = Counter.builder("ringkey.append.conflicts")
                .description("Appends whose place in the stream somebody else had taken")
                .register(registry);
        catalogue
                .all()
                .forEach((name, type) -> events.put(
                        type,
                        Counter.builder("ringkey.events")
                                .description("Events that are on record since this process began")
                                .tag("type", name)
                                .register(registry)));
    }

    void append(int size, Runnable appending) {
        long begun = System.nanoTime();
        try {
            appending.run();
        } catch (ConcurrencyException conflict) {
            conflicts.increment();
            throw conflict;
        }
        appends.record(Duration.ofNanos(System.nanoTime() - begun));
        sizes.record(size);
    }

    void committed(List<? extends EventMessage<?>> committed) {
        for (EventMessage<?> event : committed) {
            Counter counter = events.get(event.getPayloadType());
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
