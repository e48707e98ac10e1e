package io.ringkey.bench.table;

/** What a figure should come to. */
public sealed interface Goal {

    /** So much of the limit at least. */
    record AtLeast(double must, double aim) implements Goal {}

    /** So many times the limit at most. */
    record AtMost(double must, double aim) implements Goal {}

    /** So much at most, in the figure's own unit, whatever the limit. */
    record Within(double must, double aim) implements Goal {}

    /** There is none: the figure is for orientation. */
    record None() implements Goal {}

    /** Whether it was reached. */
    enum Verdict {
        AIM("aim reached"),
        MUST("must reached"),
        MISSED("**not reached**"),
        NONE("");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * What it comes to.
     *
     * @param figure the median
     * @param ratio of the medians
     */
    default Verdict judge(double figure, double ratio) {
        return switch (this) {
            case AtLeast least -> verdict(ratio >= least.must, ratio >= least.aim);
            case AtMost most -> verdict(ratio <= most.must, ratio <= most.aim);
            case Within within -> verdict(figure <= within.must, figure <= within.aim);
            case None none -> Verdict.NONE;
        };
    }

    private static Verdict verdict(boolean must, boolean aim) {
        if (aim) {
            return Verdict.AIM;
        }
        return must ? Verdict.MUST : Verdict.MISSED;
    }

    /** As it stands on the page. */
    default String words() {
        return switch (this) {
            case AtLeast least -> "≥ " + Figures.ratio(least.must) + ", aim " + Figures.ratio(least.aim);
            case AtMost most -> "≤ " + Figures.ratio(most.must) + ", aim " + Figures.ratio(most.aim);
            case Within within -> "≤ " + Figures.figure(within.must) + ", aim " + Figures.figure(within.aim);
            case None none -> "";
        };
    }
}
