package io.ringkey.query.support;

import java.util.Arrays;

/** How long a call took, time and again, in milliseconds. */
public record Times(double median, double p95, int rounds) {

    /** Of fewer calls than these the 95th percentile is the slowest one, and that whichever the machine held up. */
    private static final int ENOUGH = 20;

    public static Times of(int rounds, Runnable call) {
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            call.run();
            millis[round] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        return new Times(millis[rounds / 2], millis[(int) Math.ceil(rounds * 0.95) - 1], rounds);
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
