package io.ringkey.bench.table;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How steadily this machine works when nothing else is asked of it: what the longest of many calls take can be no steadier. Each
 * processor has a thread that does nothing but count.
 *
 * @param slow the share of moments, of 50 ms each, in which a thread counted less than seven tenths of what it does mostly
 * @param slowest what the slowest moment came to, of what it does mostly
 */
public record Steadiness(double slow, double slowest) {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final double MOSTLY = 0.7;

    /** Long enough not to look at the clock all the time, and a thousandth of a moment. */
    private static final int STEPS_AT_ONCE = 20_000;

    /** Counts for so long, once Java has compiled that. */
    public static Steadiness measured(Duration lasts) {
        int moments = (int) Math.max(2, lasts.dividedBy(MOMENT));
        counted(moments / 2);
        int processors = Runtime.getRuntime().availableProcessors();
        try (var threads = Executors.newFixedThreadPool(processors)) {
            Callable<long[]> counting = () -> counted(moments);
            return of(threads.invokeAll(Collections.nCopies(processors, counting)).stream()
                    .map(Future::resultNow)
                    .toList());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** @param counts of each processor, moment by moment */
    static Steadiness of(List<long[]> counts) {
        List<Double> shares =
                counts.stream().flatMap(Steadiness::sharesOfTheUsual).toList();
        long slow = shares.stream().filter(share -> share < MOSTLY).count();
        return new Steadiness(
                (double) slow / shares.size(), Statistics.of(shares).least());
    }

    /** As it stands on the page. */
    String words() {
        return String.format(
                Locale.ROOT,
                "left alone, a processor does less than %.1f of its usual in %.1f %% of all moments of %d ms, in the slowest %.2f",
                MOSTLY,
                100 * slow,
                MOMENT.toMillis(),
                slowest);
    }

    private static Stream<Double> sharesOfTheUsual(long[] counts) {
        double usual = Statistics.of(
                        LongStream.of(counts).mapToObj(count -> (double) count).toList())
                .median();
        return LongStream.of(counts).mapToObj(count -> count / Math.max(1, usual));
    }

    private static long[] counted(int moments) {
        long[] counts = new long[moments];
        long begun = System.nanoTime();
        long number = 1;
        while (true) {
            int moment = (int) ((System.nanoTime() - begun) / MOMENT.toNanos());
            if (moment >= moments) {
                break;
            }
            for (int step = 0; step < STEPS_AT_ONCE; step++) {
                number = number * 6_364_136_223_846_793_005L + 1;
            }
            // Always, and nothing that a compiler could know.
            counts[moment] += number != 0 ? 1 : 2;
        }
        return counts;
    }
}
