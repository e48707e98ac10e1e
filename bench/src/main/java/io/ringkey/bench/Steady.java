package io.ringkey.bench;

import java.time.Duration;

/**
 * A measure of a rate. Seconds say little of whether a virtual machine is warm: what is slow is compiled late, since it is
 * called seldom. So it is measured again and again until it grows no more.
 */
public interface Steady extends Measure {

    /** Growth below this is no growth. */
    double STEADY = 1.05;

    /** So often in a row it must not have grown: compilers work in fits. */
    int WITHOUT_GROWTH = 3;

    /** So many times the ordinary warming up at most; fewer where figures mean nothing. */
    int MOST_TIMES = 12;

    int MOST_TIMES_BRIEFLY = 3;

    @Override
    default void warmUp(Scale scale) throws Exception {
        reached(scale, this::measured);
        if (limitName() != null) {
            // Where it is of ours, too, it would else be slow for being cold.
            reached(scale, this::limit);
        }
    }

    /** Measures a rate, after the ordinary warming up, until it grows no more; the highest that was seen. */
    static double reached(Scale scale, Rate rate) throws Exception {
        if (!scale.warmUp().isZero()) {
            rate.measured(scale.warmUp());
        }
        double best = 0;
        int withoutGrowth = 0;
        Duration longest = scale.warmUp().multipliedBy(scale.brief() ? MOST_TIMES_BRIEFLY : MOST_TIMES);
        for (Duration spent = scale.warmUp(); spent.compareTo(longest) < 0; spent = spent.plus(scale.lasts())) {
            double seen = rate.measured(scale.lasts());
            withoutGrowth = seen < best * STEADY ? withoutGrowth + 1 : 0;
            best = Math.max(best, seen);
            if (withoutGrowth == WITHOUT_GROWTH) {
                return best;
            }
        }
        return best;
    }

    /** Something that is done so many times a second. */
    @FunctionalInterface
    interface Rate {
        double measured(Duration lasts) throws Exception;
    }
}
