package io.ringkey.web.position;

import java.time.Duration;

/** Knows how far the views have come. Safe for concurrent use. */
public interface ViewPositions {

    /**
     * Waits until a view has seen an event.
     *
     * @param view the view's name
     * @param position the event's index in the event store
     * @param atMost how long to wait
     * @return whether the view has seen it
     */
    boolean await(String view, long position, Duration atMost);
}
