package io.ringkey.eventstore;

import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;

/** Where in the record an event stands. */
public final class RecordPosition {

    private RecordPosition() {}

    /** A message that knows it, also where its token does not tell: that of what fills a gap names the last event. */
    interface Known {

        long recordPosition();
    }

    /** The position, if the message tells it: those of this record do; not what was put aside and is tried again. */
    public static Optional<Long> of(EventMessage<?> message) {
        if (message instanceof Known known) {
            return Optional.of(known.recordPosition());
        }
        return message instanceof TrackedEventMessage<?> tracked
                        && tracked.trackingToken() instanceof GlobalSequenceTrackingToken exact
                ? Optional.of(exact.getGlobalIndex())
                : Optional.empty();
    }
}
