package io.ringkey.command.verification;

import io.ringkey.command.delivery.DevelopmentDoors;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Has answers leave at the beats of a slow clock that starts with each call. How long the work took, which differs a
 * little between numbers that are known and numbers that are not, can then not be heard (C14). Thread-safe.
 */
@Component
final class EvenTime {

    /** Several times what the work takes; not long for whoever waits for a message. */
    private static final long BEAT_NANOS = Duration.ofMillis(25).toNanos();

    private final boolean on;

    EvenTime(DevelopmentDoors doors) {
        this.on = doors.limits();
    }

    /**
     * Waits for the next beat.
     *
     * @param start what {@link System#nanoTime()} was when the call came
     */
    void waitSince(long start) {
        if (!on) {
            return;
        }
        long taken = System.nanoTime() - start;
        try {
            Thread.sleep(Duration.ofNanos(BEAT_NANOS - taken % BEAT_NANOS));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
