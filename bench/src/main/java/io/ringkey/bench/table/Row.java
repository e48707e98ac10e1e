package io.ringkey.bench.table;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param unit of both figures
 * @param against the limit's name, or nothing where there is none
 */
public record Row(
        String what,
        String unit,
        Statistics figure,
        @Nullable Against against,
        Goal goal) {

    /** The limit. */
    public record Against(String name, Statistics limit) {}

    /** Of the medians; 0 where there is no limit. */
    public double ratio() {
        return against == null ? 0 : figure.median() / against.limit().median();
    }

    /** Whether the goal was reached. */
    public Goal.Verdict verdict() {
        return goal.judge(figure.median(), ratio());
    }

    /** As it stands on the page. */
    public String line() {
        Against limit = against;
        return "| " + what + " | " + spread(figure, unit) + " | "
                + (limit == null ? " | | " : limit.name() + " | " + spread(limit.limit(), unit) + " | ")
                + (limit == null ? "" : Figures.ratio(ratio())) + " | " + goal.words() + " | "
                + verdict().words() + " |";
    }

    private static String spread(Statistics figures, String unit) {
        return Figures.figure(figures.median()) + " " + unit + " (" + Figures.figure(figures.least()) + " to "
                + Figures.figure(figures.most()) + ")";
    }
}
