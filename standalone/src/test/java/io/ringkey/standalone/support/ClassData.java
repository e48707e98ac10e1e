package io.ringkey.standalone.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.springframework.util.FileSystemUtils;

/**
 * The classes of the program as all programs of a test run share them: a first one writes what it has loaded to an
 * archive, and those after it take half the time to start.
 */
final class ClassData {

    private static final Map<String, String> SETTINGS = Map.of(
            "RINGKEY_PORT", "0",
            "RINGKEY_MANAGEMENT_PORT", "0",
            "RINGKEY_PUBLIC_URL", "http://127.0.0.1:8000",
            "RINGKEY_SMS_SENDER", "echo");
    private static final String MAIN = "io.ringkey.standalone.launch.Launch";
    /** As the jar's manifest allows it. */
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private static final long LONGEST_SECONDS = 120;

    private ClassData() {}

    private static final class Holder {
        static final List<String> PROGRAM = make();
    }

    /** What {@code java} is told to run the program on this class path with this archive. */
    static List<String> program() {
        return Holder.PROGRAM;
    }

    private static List<String> make() {
        try {
            Path directory = Files.createTempDirectory("ringkey-classes");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
            String classPath = classPath(directory);
            Path archive = directory.resolve("classes.jsa");
            if (!archive(directory, List.of("-XX:ArchiveClassesAtExit=" + archive, NATIVE, "-cp", classPath))) {
                return List.of(NATIVE, "-cp", classPath, MAIN);
            }
            if (!Files.exists(archive)) {
                throw new IllegalStateException("no archive of classes was written");
            }
            return List.of("-XX:SharedArchiveFile=" + archive, NATIVE, "-cp", classPath, MAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False when it took too long, on a machine that is busy with other things: programs then start without. */
    private static boolean archive(Path directory, List<String> options) throws IOException {
        var all = new ArrayList<>(options);
        all.addAll(List.of("-Dspring.context.exit=onRefresh", MAIN));
        Path log = directory.resolve("first.log");
        Process first = RunningProgram.spawn(directory, ProgramDatabase.with(SETTINGS), all, List.of(), log);
        try {
            if (!first.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            first.destroyForcibly();
        }
        if (first.exitValue() != 0) {
            throw new IllegalStateException("the first program did not start:\n" + Files.readString(log));
        }
        return true;
    }

    /** What a user's program has: no tests, and nothing that only tests need. Directories cannot be archived. */
    private static String classPath(Path directory) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("test-classes") && !entry.endsWith("-tests.jar")) {
                entries.add(Files.isDirectory(Path.of(entry)) ? jar(entry, directory, entries.size()) : entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String jar(String classes, Path directory, int number) {
        String jar = directory.resolve(number + ".jar").toString();
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar, "-C", classes, ".");
        if (failed != 0) {
            throw new IllegalStateException("no jar of " + classes);
        }
        return jar;
    }
}
