package io.ringkey.query.processors;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;

/** A tracking processor that does not wait longer and longer after failures: Axon's pauses grow to a minute. */
final class ProjectionProcessor extends TrackingEventProcessor {

    private static final long LONGEST_PAUSE_MILLIS = Duration.ofSeconds(1).toMillis();

    private final Retake retake;
    private final Map<Class<?>, Boolean> handled = new ConcurrentHashMap<>();

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

    /**
     * Asked for every event. Handlers of projections tell by what an event is, and by nothing else of it, whether it is theirs;
     * a projection that has one segment has all events in it.
     */
    @Override
    protected boolean canHandle(EventMessage<?> event, Segment segment) throws Exception {
        if (segment.getMask() != 0 || ReplayToken.isReplay(event)) {
            return super.canHandle(event, segment);
        }
        Boolean known = handled.get(event.getPayloadType());
        if (known == null) {
            known = super.canHandle(event, segment);
            handled.put(event.getPayloadType(), known);
        }
        return known;
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
