package io.ringkey.eventstore;

import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** The record, page by page. Thread-safe. */
interface RecordPages {

    /**
     * What comes after a token, and what has come since in the gaps that it knows.
     *
     * @param token the beginning when {@code null}
     */
    Page after(@Nullable TrackingToken token);

    /**
     * Some events that follow each other.
     *
     * @param last there was nothing behind them when they were read
     */
    record Page(List<TrackedEventMessage<?>> events, boolean last) {

        public Page {
            events = List.copyOf(events);
        }
    }
}
