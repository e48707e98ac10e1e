package io.ringkey.query.processors;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How one processor takes a batch again that failed: event by event, each in a transaction of its own, because nothing
 * that JPA's transaction has seen fail can still be committed. The event that fails alone is known by then; it is taken
 * once more without its handlers, so that its dead letter and the position are committed in a clean transaction.
 */
final class Retake {

    /** Failed on their own, by event id: not to be handled, but to be dead letters. */
    private final Map<String, NotProjected> failedAlone = new ConcurrentHashMap<>();

    private volatile boolean eventByEvent;
    private volatile boolean atOnce;
    private volatile @Nullable String failedLast;
    private OptionalLong until = OptionalLong.empty();

    boolean isEventByEvent() {
        return eventByEvent;
    }

    /** A batch of several events failed. */
    void batchFailed(OptionalLong lastPosition) {
        until = lastPosition;
        eventByEvent = true;
        atOnce = true;
    }

    /** The event of a batch of one failed. */
    void eventFailed(String event, NotProjected why) {
        failedAlone.put(event, why);
        // A second failure of the same event is the dead letter queue's, and worth a pause.
        atOnce = !event.equals(failedLast);
        failedLast = event;
    }

    /** A batch was committed. */
    void committed(OptionalLong lastPosition) {
        if (eventByEvent
                && (until.isEmpty() || lastPosition.isEmpty() || lastPosition.getAsLong() >= until.getAsLong())) {
            eventByEvent = false;
        }
    }

    /** Why an event is to be a dead letter without being handled, asked once; {@code null} when it is to be handled. */
    @Nullable
    NotProjected verdictOn(String event) {
        return failedAlone.isEmpty() ? null : failedAlone.remove(event);
    }

    /** Whether the processor may go on without a pause, asked once. */
    boolean mayGoOnAtOnce() {
        boolean may = atOnce;
        atOnce = false;
        return may;
    }
}
