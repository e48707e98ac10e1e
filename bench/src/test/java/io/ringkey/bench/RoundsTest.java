package io.ringkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.bench.program.Workplace;
import io.ringkey.bench.table.Goal;
import io.ringkey.bench.table.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {

    @TempDir
    Path directory;

    @Test
    void whatCannotBeMeasuredKeepsNobodyFromLearningTheRest() throws Exception {
        var first = new Measured("first", false);
        var broken = new Measured("broken", true);
        var last = new Measured("last", false);
        List<Row> rows = new ArrayList<>();

        List<String> failed;
        try (var workplace = new Workplace(directory);
                var stage = new Stage(workplace, new Scale(2, Duration.ofMillis(1), Duration.ZERO, 1, true), null)) {
            failed = Rounds.of(List.of(first, broken, last), stage, rows::add);
        }

        assertThat(failed).containsExactly("broken");
        assertThat(rows).extracting(Row::what).containsExactly("first", "last");
        assertThat(List.of(first, broken, last)).allMatch(measure -> measure.closed);
    }

    @Test
    void theLimitIsAsWarmAsWhatIsHeldAgainstIt() throws Exception {
        try (var workplace = new Workplace(directory);
                var stage = new Stage(
                        workplace, new Scale(3, Duration.ofMillis(1), Duration.ofMillis(1), 1, false), null)) {
            Row row = Rounds.of(new Warming(), stage);

            assertThat(row.figure().least()).isEqualTo(Warming.WARM);
            assertThat(row.against()).isNotNull();
            assertThat(row.against().limit().least()).isEqualTo(Warming.WARM);
        }
    }

    /** Both get faster by and by. */
    private static final class Warming implements Steady {

        private static final double WARM = 4;

        private double figure;
        private double limit;

        @Override
        public String name() {
            return "warming";
        }

        @Override
        public String what() {
            return "warming";
        }

        @Override
        public String limitName() {
            return "another that warms up";
        }

        @Override
        public Goal goal() {
            return new Goal.None();
        }

        @Override
        public void prepare(Stage stage) {}

        @Override
        public double measured(Duration lasts) {
            figure = Math.min(WARM, figure + 1);
            return figure;
        }

        @Override
        public double limit(Duration lasts) {
            limit = Math.min(WARM, limit + 1);
            return limit;
        }
    }

    private static final class Measured implements Measure {

        private final String name;
        private final boolean fails;
        private boolean closed;

        Measured(String name, boolean fails) {
            this.name = name;
            this.fails = fails;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String what() {
            return name;
        }

        @Override
        public Goal goal() {
            return new Goal.Within(2, 1);
        }

        @Override
        public void prepare(Stage stage) {}

        @Override
        public double measured(Duration lasts) {
            if (fails) {
                throw new IllegalStateException("the program is gone");
            }
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
