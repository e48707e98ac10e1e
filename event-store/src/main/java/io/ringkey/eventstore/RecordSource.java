package io.ringkey.eventstore;

import java.time.Duration;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/** The record for readers who do not all need to be as close behind it. Thread-safe. */
public interface RecordSource {

    /**
     * The record for readers that rest between looks when commits come thick and fast, and so take many events at once.
     *
     * @param rest how long after a look comes the next, at the least; a commit that comes later wakes at once
     */
    StreamableMessageSource<TrackedEventMessage<?>> restingFor(Duration rest);
}
