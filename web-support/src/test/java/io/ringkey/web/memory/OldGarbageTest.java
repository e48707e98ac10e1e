package io.ringkey.web.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program of which everything outlives its call and dies later, as a process of its own. */
class OldGarbageTest {

    private static final int MOST_HEAP = 1_000;

    @Test
    void isCollectedLongBeforeTheHeapIsAtItsLimit() throws Exception {
        assertThat(mebibytesOfHeap("with")).isLessThan(MOST_HEAP / 3);
    }

    @Test
    void isLeftAloneOtherwise() throws Exception {
        assertThat(mebibytesOfHeap("without")).isGreaterThan(MOST_HEAP / 2);
    }

    @Test
    void isSeenToWhereverTheProgramRuns() {
        assertThat(Sample.running().context.getBean(OldGarbage.class).isRunning())
                .isTrue();
    }

    private static long mebibytesOfHeap(String how) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmn48m", "-Xmx" + MOST_HEAP + "m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Wasteful.class.getName(), how));
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(program.getInputStream().readAllBytes());
        assertThat(program.waitFor()).as(said).isZero();
        return Long.parseLong(said.strip());
    }

    static final class Wasteful {

        private static final int KIBIBYTE = 1024;
        private static final int ALIVE = 30 * KIBIBYTE;
        private static final int EVER = 1_000 * KIBIBYTE;
        private static final int PAUSE_MILLIS = 10;

        private Wasteful() {}

        /** Prints the most that the heap ever had, in MiB. */
        public static void main(String[] arguments) throws InterruptedException {
            var collecting = new OldGarbage();
            if (arguments[0].equals("with")) {
                collecting.start();
            }
            byte[][] alive = new byte[ALIVE][];
            long most = 0;
            for (int made = 0; made < EVER; made++) {
                alive[made % ALIVE] = new byte[KIBIBYTE];
                if (made % KIBIBYTE == 0) {
                    most = Math.max(most, Runtime.getRuntime().totalMemory());
                    // As calls do: so slowly that looks are not put off for long.
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            System.out.println(most / KIBIBYTE / KIBIBYTE);
        }
    }
}
