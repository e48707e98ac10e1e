package io.ringkey.query.processors;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Times a projection's batches, and how long its events took to be seen. */
final class BatchMeters implements MessageHandlerInterceptor<EventMessage<?>> {

    private static final Duration[] STEPS = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };

    private final Timer batches;
    private final DistributionSummary sizes;
    private final Timer delays;
    private final InstantSource clock;

    BatchMeters(MeterRegistry registry, String projection, Clock clock) {
        this.clock = clock;
        this.batches = Timer.builder("ringkey.projection.batch")
                .description("Batches that a projection took in, with their commit")
                .tag("projection", projection)
                .serviceLevelObjectives(STEPS)
                .register(registry);
        this.sizes = DistributionSummary.builder("ringkey.projection.batch.events")
                .description("Events of a batch that the projection makes something of")
                .tag("projection", projection)
                .register(registry);
        this.delays = Timer.builder("ringkey.projection.delay")
                .description("From an event's being made to its being seen in the projection")
                .tag("projection", projection)
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> work, InterceptorChain chain)
            throws Exception {
        if (work instanceof BatchingUnitOfWork<? extends EventMessage<?>> batch && batch.isFirstMessage()) {
            List<? extends EventMessage<?>> events = batch.getMessages();
            long begun = System.nanoTime();
            batch.afterCommit(committed -> taken(events, Duration.ofNanos(System.nanoTime() - begun)));
        }
        return chain.proceed();
    }

    private void taken(List<? extends EventMessage<?>> events, Duration took) {
        batches.record(took);
        sizes.record(events.size());
        Instant now = clock.instant();
        events.forEach(event -> delays.record(Duration.between(event.getTimestamp(), now)));
    }
}
