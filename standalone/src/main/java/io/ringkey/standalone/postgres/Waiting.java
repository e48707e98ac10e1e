package io.ringkey.standalone.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again until there is something, for what happens in other processes and tells nobody. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Waiting() {}

    /** What came in time; empty if nothing did. An interrupt ends the waiting early. */
    static <T> Optional<T> upTo(Duration limit, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty()
                && System.nanoTime() - end < 0
                && !Thread.currentThread().isInterrupted()) {
            pause(PAUSE);
            found = look.get();
        }
        return found;
    }

    static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }
}
