package io.ringkey.bench.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a steady rate, whether or not those before have been answered. Each is timed from the moment at which it was
 * due: had it to wait for a client to be free, that counts, as it would for whoever makes the call.
 */
public final class OpenLoop {

    private OpenLoop() {}

    /**
     * How long each took, in milliseconds, sorted.
     *
     * @param clients at most so many at a time
     * @param rate calls a second
     */
    public static double[] latencies(int clients, double rate, Duration lasts, Client.Maker maker) {
        double pauseNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        int calls = (int) Math.max(1, lasts.toNanos() / pauseNanos);
        var next = new AtomicInteger();
        double[] millis = new double[calls];
        var allMade = new AtomicLong();
        Client.Maker noted = number -> {
            Client made = maker.make(number);
            allMade.set(System.nanoTime());
            return made;
        };
        Threads.run(clients, noted, client -> {
            // Whoever waits for a client to be made does not wait for the program.
            long start = allMade.get();
            for (int mine = next.getAndIncrement(); mine < calls; mine = next.getAndIncrement()) {
                long due = start + (long) (mine * pauseNanos);
                waitUntil(due);
                client.once();
                millis[mine] = (System.nanoTime() - due) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            }
            return calls;
        });
        Arrays.sort(millis);
        return millis;
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
