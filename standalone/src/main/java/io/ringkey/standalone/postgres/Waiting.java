package io.ringkey.standalone.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks again until the answer is yes, for what happens in other processes and tells nobody. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /** Whether it came true in time. An interrupt ends the waiting early. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause(PAUSE);
        }
        return true;
    }

    static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }
}
