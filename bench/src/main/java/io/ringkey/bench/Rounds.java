package io.ringkey.bench;

import io.ringkey.bench.table.Row;
import io.ringkey.bench.table.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes a measure: the figure and its limit by turns, so that whatever else the machine does befalls both. */
final class Rounds {

    private Rounds() {}

    /** Is told each row as soon as it is there. */
    @FunctionalInterface
    interface Table {
        void add(Row row) throws IOException;
    }

    /**
     * Takes one measure after the other. One that fails keeps nobody from learning the rest: all that runs is stopped, and the next
     * begins anew.
     *
     * @return the names of those that failed
     */
    static List<String> of(List<Measure> measures, Stage stage, Table table) throws IOException {
        List<String> failed = new ArrayList<>();
        for (Measure measure : measures) {
            Row row;
            try {
                row = of(measure, stage);
            } catch (Exception fault) {
                System.err.println("could not be measured: " + measure.name());
                fault.printStackTrace();
                failed.add(measure.name());
                stage.close();
                continue;
            }
            table.add(row);
        }
        return failed;
    }

    static Row of(Measure measure, Stage stage) throws Exception {
        Scale scale = stage.scale();
        List<Double> figures = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        String limitName = measure.limitName();
        try (measure) {
            measure.prepare(stage);
            measure.warmUp(scale);
            for (int round = 0; round < scale.rounds(); round++) {
                figures.add(measure.measured(scale.lasts()));
                if (limitName != null) {
                    limits.add(measure.limit(scale.lasts()));
                }
            }
        }
        return new Row(
                measure.what(),
                measure.unit(),
                Statistics.of(figures),
                limitName == null ? null : new Row.Against(limitName, Statistics.of(limits)),
                measure.goal());
    }
}
