package io.ringkey.query.processors;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;

/** A tracking processor that does not wait longer and longer after failures: Axon's pauses grow to a minute. */
final class ProjectionProcessor extends TrackingEventProcessor {

    private static final long LONGEST_PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();

    private final Retake retake;

    ProjectionProcessor(Builder builder, Retake retake) {
        super(builder);
        this.retake = retake;
    }

    /** A projection sends nothing that would have to say what it came of; to find that out costs as much as many an event. */
    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super EventMessage<?>> handlerInterceptor) {
        return handlerInterceptor instanceof CorrelationDataInterceptor<?>
                ? () -> false
                : super.registerHandlerInterceptor(handlerInterceptor);
    }

    @Override
    protected void doSleepFor(long millisToSleep) {
        if (!retake.mayGoOnAtOnce()) {
            super.doSleepFor(millisToSleep);
        }
    }

    @Override
    protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
        super.doSleepFor(Math.min(millisToSleep, LONGEST_PAUSE_MILLIS), interruptFlag);
    }
}
