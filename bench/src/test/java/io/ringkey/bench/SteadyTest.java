package io.ringkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Duration compiling = Compilers.ofAllStarted().usedSince(Map.of());

        assertThat(compiling)
                .isPositive()
                .isLessThan(ProcessHandle.current().info().totalCpuDuration().orElseThrow());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void soAreThoseOfAVirtualMachineThatThisOneHasStarted() throws Exception {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UntilItIsTold.class.getName())
                .start();
        try {
            started.getInputStream().read();

            assertThat(Compilers.ofAllStarted().used().keySet())
                    .anyMatch(thread -> Files.exists(Path.of("/proc", Long.toString(started.pid()), "task", thread)));
        } finally {
            started.destroyForcibly().waitFor();
        }
    }

    /** Says that it runs, and ends when nobody listens to it any more. */
    static final class UntilItIsTold {

        private UntilItIsTold() {}

        public static void main(String... none) throws IOException {
            System.out.println("here");
            System.in.read();
        }
    }

    private double onePlateau(Duration lasts) {
        measured.incrementAndGet();
        return 1;
    }
}
