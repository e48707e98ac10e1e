package io.ringkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SteadyTest {

    private static final Scale SCALE = new Scale(5, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, false);

    private final AtomicInteger measured = new AtomicInteger();

    @Test
    void isWarmOnceItGrowsNoMoreWhereCompilersRest() throws Exception {
        Steady.reached(SCALE, this::onePlateau, Map::of);

        assertThat(measured).hasValue(1 + 1 + Steady.WITHOUT_GROWTH);
    }

    @Test
    void goesOnWhileCompilersWork() throws Exception {
        int calm = 9;

        double reached = Steady.reached(
                SCALE, this::onePlateau, () -> Map.of("C2", Duration.ofSeconds(Math.min(measured.get(), calm))));

        assertThat(measured).hasValue(calm + 1);
        assertThat(reached).isEqualTo(1);
    }

    @Test
    void endsAtLastWhereCompilersNeverRest() throws Exception {
        Steady.reached(SCALE, this::onePlateau, () -> Map.of("C2", Duration.ofSeconds(measured.get())));

        assertThat(measured).hasValue(Steady.MOST_TIMES);
    }

    @Test
    void aCompilerThatBeganSinceCountsFromItsBeginning() {
        Compilers now = () -> Map.of("C1", Duration.ofMillis(70), "C2", Duration.ofMillis(500));

        assertThat(now.usedSince(Map.of("C1", Duration.ofMillis(50), "ended", Duration.ofSeconds(9))))
                .isEqualTo(Duration.ofMillis(520));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void compilersOfThisVirtualMachineAreSeen() {
        assertThat(Compilers.ofAllStarted().usedSince(Map.of())).isPositive();
    }

    private double onePlateau(Duration lasts) {
        measured.incrementAndGet();
        return 1;
    }
}
