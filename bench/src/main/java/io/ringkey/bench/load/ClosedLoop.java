package io.ringkey.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So many clients, each of which begins anew as soon as it has been served: what comes of it is the highest rate. */
public final class ClosedLoop {

    private ClosedLoop() {}

    /**
     * How often a second it was done: the sum of what each client did in the time that it took for it, at least once.
     *
     * @param lasts nothing new begins after this long
     */
    public static double rate(int clients, Duration lasts, Client.Maker maker) {
        return Threads.run(clients, maker, client -> rate(lasts, client)).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static double rate(Duration lasts, Client client) throws Exception {
        long start = System.nanoTime();
        long end = start + lasts.toNanos();
        long done = 0;
        long now = start;
        while (done == 0 || now < end) {
            client.once();
            done++;
            now = System.nanoTime();
        }
        return done / ((now - start) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
