package io.ringkey.bench.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Java keeps of what a program has loaded and linked when it ends, for the next start; Java 25 and newer do. */
public final class KeptClasses {

    private final Path file;

    /** @param directory of the program */
    public KeptClasses(Path directory) {
        this.file = directory.resolve("classes.aot");
    }

    /** What {@code java} is told for a start of which it shall keep them. */
    public List<String> keep(List<String> virtualMachine) {
        return and(virtualMachine, "-XX:AOTCacheOutput=" + file);
    }

    /** What it is told for a start with those that it has kept, once that program has ended; nothing more, if none were. */
    public List<String> use(List<String> virtualMachine) {
        return Files.exists(file) ? and(virtualMachine, "-XX:AOTCache=" + file, "-Xlog:aot*=error") : virtualMachine;
    }

    private static List<String> and(List<String> virtualMachine, String... more) {
        var all = new ArrayList<>(virtualMachine);
        all.addAll(List.of(more));
        return all;
    }
}
