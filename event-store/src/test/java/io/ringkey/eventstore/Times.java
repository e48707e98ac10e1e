package io.ringkey.eventstore;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** How long a call took, time and again, in milliseconds. */
public record Times(double median, double p95, int rounds) {

    /** Of fewer calls than these the 95th percentile is the slowest one, and that whichever the machine held up. */
    private static final int ENOUGH = 20;

    public static Times of(int rounds, Runnable call) {
        return of(DoubleStream.generate(() -> millis(call)).limit(rounds).toArray());
    }

    public static Times of(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Times(sorted[sorted.length / 2], sorted[(int) Math.ceil(sorted.length * 0.95) - 1], sorted.length);
    }

    private static double millis(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return (System.nanoTime() - began) / 1e6;
    }

    /** Whether the promise is broken: by the 95th percentile, or by the median where the calls are too few for one. */
    public boolean slowerThan(double millis) {
        return (rounds < ENOUGH ? median : p95) > millis;
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p95 %.1f ms".formatted(median, p95);
    }
}
