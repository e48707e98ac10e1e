package io.ringkey.bench;

import java.time.Duration;

/**
 * A measure of a rate. Seconds say little of whether a virtual machine is warm: what is slow is compiled late, since it is
 * called seldom. So it is measured again and again until it grows no more.
 */
public interface Steady extends Measure {

    /** Growth below this is no growth. */
    double STEADY = 1.05;

    /** So many times the ordinary warming up at most. */
    int MOST_TIMES = 6;

    @Override
    default void warmUp(Scale scale) throws Exception {
        Measure.super.warmUp(scale);
        double best = 0;
        for (Duration spent = scale.warmUp();
                spent.compareTo(scale.warmUp().multipliedBy(MOST_TIMES)) < 0;
                spent = spent.plus(scale.lasts())) {
            double rate = measured(scale.lasts());
            if (rate < best * STEADY) {
                return;
            }
            best = rate;
        }
    }
}
