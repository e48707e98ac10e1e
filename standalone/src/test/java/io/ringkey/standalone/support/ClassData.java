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
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
            String program = program(directory).toString();
            Path archive = directory.resolve("classes.jsa");
            if (!archive(directory, "-XX:ArchiveClassesAtExit=" + archive, program)) {
                return List.of("-jar", program);
            }
            if (!Files.exists(archive)) {
                throw new IllegalStateException("no archive of classes was written");
            }
            return List.of("-XX:SharedArchiveFile=" + archive, "-jar", program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False when it took too long, on a machine that is busy with other things: programs then start without. */
    private static boolean archive(Path directory, String archiving, String program) throws IOException {
        var all = List.of(archiving, "-Dspring.context.exit=onRefresh", "-jar", program);
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

    /** A jar that has what a user's has and no more, by reference: no tests, and nothing that only tests need. */
    private static Path program(Path directory) throws IOException {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, MAIN);
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath(directory)));
        attributes.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
        Path program = directory.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(program), manifest).close();
        return program;
    }

    /** Directories cannot be archived. */
    private static List<String> classPath(Path directory) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("test-classes") && !entry.endsWith("-tests.jar")) {
                String jar = Files.isDirectory(Path.of(entry)) ? jar(entry, directory, entries.size()) : entry;
                entries.add(Path.of(jar).toUri().toString());
            }
        }
        return entries;
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
