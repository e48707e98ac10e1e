package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The live tails that are open in this process: so many at most, and of one person the newest. They end when the process
 * is about to stop, before it waits for the calls that are under way. Safe for concurrent use.
 */
@Component
final class Tails implements SmartLifecycle {

    static final int OF_ONE_PERSON = 3;
    static final int OF_THE_PROCESS = 32;

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Deque<Place> open = new ArrayDeque<>();
    private boolean running;

    /** One open tail. */
    static final class Place implements AutoCloseable {

        private final Tails all;
        private final AccountId of;
        private volatile boolean wanted = true;

        private Place(Tails all, AccountId of) {
            this.all = all;
            this.of = of;
        }

        /** Whether it may stay. */
        boolean isWanted() {
            return wanted;
        }

        @Override
        public void close() {
            all.leave(this);
        }
    }

    /**
     * Opens one; the oldest of the same person ends if there are too many.
     *
     * @throws Failure {@code try-later} when there are too many of all
     */
    synchronized Place open(Caller caller) {
        if (!running) {
            throw Failure.of(FailureCode.TRY_LATER).retryAfter(SOON);
        }
        List<Place> theirs = new ArrayList<>(
                open.stream().filter(place -> place.of.equals(caller.account())).toList());
        while (theirs.size() >= OF_ONE_PERSON) {
            end(theirs.removeFirst());
        }
        if (open.size() >= OF_THE_PROCESS) {
            throw Failure.of(FailureCode.TRY_LATER).retryAfter(SOON);
        }
        var place = new Place(this, caller.account());
        open.addLast(place);
        return place;
    }

    private synchronized void leave(Place place) {
        open.remove(place);
    }

    private void end(Place place) {
        place.wanted = false;
        open.remove(place);
    }

    /** How many there are. */
    synchronized int size() {
        return open.size();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        List.copyOf(open).forEach(this::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
