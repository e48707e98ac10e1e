package io.ringkey.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the figures were seen on. */
public record Machine(String processor, int processors, String memory, String system, String java) {

    /** This one. */
    public static Machine current() {
        return new Machine(
                told("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                told("/proc/meminfo", "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    private static String told(String file, String name) {
        Predicate<String> named = line -> line.startsWith(name);
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(named)
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException elsewhere) {
            return "unknown";
        }
    }
}
