package io.ringkey.bench.table;

import java.util.Arrays;
import java.util.List;

/** What several rounds gave. */
public record Statistics(double median, double least, double most) {

    private static final double WHOLE = 100;

    /** @throws IllegalArgumentException for no figures at all */
    public static Statistics of(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Statistics(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    /** The one in the middle, or the mean of both that are. */
    private static double median(double[] sorted) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The least figure that so many per cent of all do not exceed.
     *
     * @param sorted ascending, not empty
     * @param percent above 0, at most 100
     */
    public static double percentile(double[] sorted, double percent) {
        if (sorted.length == 0 || percent <= 0 || percent > WHOLE) {
            throw new IllegalArgumentException(percent + " % of " + Arrays.toString(sorted));
        }
        return sorted[(int) Math.ceil(sorted.length * percent / WHOLE) - 1];
    }
}
