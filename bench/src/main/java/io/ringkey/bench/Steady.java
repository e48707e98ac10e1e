package io.ringkey.bench;

import java.time.Duration;
import java.util.Map;

/**
 * A measure of a rate. Seconds say little of whether a virtual machine is warm: what is slow is compiled late, since it is
 * called seldom, and a rate may stand still for half a minute while a compiler takes half of a processor. So it is measured again
 * and again until it grows no more and compilers rest.
 */
public interface Steady extends Measure {

    /** Growth below this is no growth. */
    double STEADY = 1.05;

    /** So often in a row it must not have grown: compilers work in fits. */
    int WITHOUT_GROWTH = 3;

    /** Compilers rest when they take less of one processor. */
    double RESTING = 0.15;

    /** So many times the ordinary warming up at most; fewer where figures mean nothing. */
    int MOST_TIMES = 15;

    int MOST_TIMES_BRIEFLY = 3;

    @Override
    default void warmUp(Scale scale) throws Exception {
        reached(scale, this::measured);
        if (limitName() != null) {
            // Where it is of ours, too, it would else be slow for being cold.
            reached(scale, this::limit);
        }
    }

    /** Measures a rate, after the ordinary warming up, until it grows no more and compilers rest; the highest that was seen. */
    static double reached(Scale scale, Rate rate) throws Exception {
        return reached(scale, rate, Compilers.ofAllStarted());
    }

    static double reached(Scale scale, Rate rate, Compilers compilers) throws Exception {
        if (!scale.warmUp().isZero()) {
            rate.measured(scale.warmUp());
        }
        double best = 0;
        int withoutGrowth = 0;
        Duration longest = scale.warmUp().multipliedBy(scale.brief() ? MOST_TIMES_BRIEFLY : MOST_TIMES);
        for (Duration spent = scale.warmUp(); spent.compareTo(longest) < 0; spent = spent.plus(scale.lasts())) {
            Map<String, Duration> before = compilers.used();
            double seen = rate.measured(scale.lasts());
            boolean resting = compilers.usedSince(before).toNanos()
                    < RESTING * scale.lasts().toNanos();
            withoutGrowth = seen < best * STEADY ? withoutGrowth + 1 : 0;
            best = Math.max(best, seen);
            if (withoutGrowth >= WITHOUT_GROWTH && resting) {
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
