package io.ringkey.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    @Test
    void tellsHowOftenAndHowFarAProcessorFallsBehindItsUsual() {
        long[] steady = {100, 100, 101, 99, 100};
        long[] halting = {1_000, 1_000, 699, 1_000, 300};

        assertThat(Steadiness.of(List.of(steady, halting))).isEqualTo(new Steadiness(0.2, 0.3));
    }

    @Test
    void isMeasuredHere() {
        var here = Steadiness.measured(Duration.ofMillis(500));

        assertThat(here.slow()).isBetween(0.0, 0.5);
        assertThat(here.slowest()).isBetween(0.0, 1.0);
    }
}
