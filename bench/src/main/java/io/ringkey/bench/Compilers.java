package io.ringkey.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the compilers of virtual machines take of the processors: of this one, and of all that it has started. Seen where Linux tells
 * what each thread has used; elsewhere they seem to rest.
 */
@FunctionalInterface
interface Compilers {

    /** Those of HotSpot, as Linux cuts the names of its threads. */
    String NAMES = "C[12] CompilerThre";

    /** Processor time of each thread that compiles, since it began, by its id. */
    Map<String, Duration> used();

    /** What was used since an earlier look, all together; of threads that have ended since nothing is known. */
    default Duration usedSince(Map<String, Duration> earlier) {
        return used().entrySet().stream()
                .map(thread -> thread.getValue().minus(earlier.getOrDefault(thread.getKey(), Duration.ZERO)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    static Compilers ofAllStarted() {
        return () -> {
            Map<String, Duration> used = new HashMap<>();
            ProcessHandle own = ProcessHandle.current();
            Stream.concat(Stream.of(own), own.descendants()).forEach(process -> addThreads(process.pid(), used));
            return used;
        };
    }

    private static void addThreads(long process, Map<String, Duration> used) {
        Path tasks = Path.of("/proc", Long.toString(process), "task");
        String[] threads = tasks.toFile().list();
        if (threads == null) {
            // Not Linux, or a process that has ended.
            return;
        }
        for (String thread : threads) {
            try {
                String stat = Files.readString(tasks.resolve(thread).resolve("stat"));
                int nameEnds = stat.lastIndexOf(')');
                if (stat.substring(stat.indexOf('(') + 1, nameEnds).matches(NAMES)) {
                    used.put(thread, processorTime(stat.substring(nameEnds + 2)));
                }
            } catch (IOException endedMeanwhile) {
                // The others have not.
            }
        }
    }

    /** @param fields of {@code /proc/…/stat}, from the third on; see proc(5) */
    private static Duration processorTime(String fields) {
        final int userTime = 11;
        final int millisOfTick = 10;
        String[] values = fields.split(" ");
        return Duration.ofMillis(
                (Long.parseLong(values[userTime]) + Long.parseLong(values[userTime + 1])) * millisOfTick);
    }
}
