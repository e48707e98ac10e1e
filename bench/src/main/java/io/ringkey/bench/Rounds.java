package io.ringkey.bench;

import io.ringkey.bench.table.Row;
import io.ringkey.bench.table.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Takes a measure: the figure and its limit by turns, so that whatever else the machine does befalls both. */
final class Rounds {

    private Rounds() {}

    static Row of(Measure measure, Stage stage) throws Exception {
        Scale scale = stage.scale();
        List<Double> figures = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        String limitName = measure.limitName();
        try (measure) {
            measure.prepare(stage);
            measure.warmUp(scale);
            if (limitName != null && !scale.warmUp().isZero()) {
                measure.limit(scale.lasts());
            }
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
