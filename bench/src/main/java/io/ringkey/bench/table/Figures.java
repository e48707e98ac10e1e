package io.ringkey.bench.table;

import java.util.Locale;

/** Figures as people read them: three digits that count. */
final class Figures {

    private static final double LARGE = 100;
    private static final double SMALL = 10;

    private Figures() {}

    static String figure(double value) {
        if (value >= LARGE) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= SMALL ? "%.1f" : "%.2f", value);
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
