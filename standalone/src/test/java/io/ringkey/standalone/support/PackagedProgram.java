package io.ringkey.standalone.support;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.springframework.util.FileSystemUtils;

/**
 * The program as all programs of a test run start it: laid out as in its image, with the classes that Java has kept of a
 * first start, so that those after it take half of the time.
 */
public final class PackagedProgram {

    private static final String MAIN = "io.ringkey.standalone.launch.Launch";
    private static final String KEPT = "kept/classes.aot";
    private static final long LONGEST_SECONDS = 240;

    private PackagedProgram() {}

    private static final class Holder {
        static final Path HOME = make();
    }

    /** Where it lies, beside the script that starts it. */
    public static Path home() {
        return Holder.HOME;
    }

    /** What Java has kept; missing where it is too old, or took too long on a machine that is busy with other things. */
    public static Path kept() {
        return home().resolve(KEPT);
    }

    /** What {@code java} is told to run the program. */
    static List<String> program() {
        var told = new ArrayList<>(List.of("@" + home().resolve("java.options")));
        if (Files.exists(kept())) {
            told.addAll(List.of("-XX:AOTCache=" + kept(), "-Xlog:aot*=error"));
        }
        told.addAll(List.of("-jar", home().resolve("ringkey.jar").toString()));
        return told;
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory("ringkey-program");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(home.toFile())));
            for (String file : List.of("ringkey", "java.options")) {
                Files.copy(Checkout.root().resolve("deploy/app").resolve(file), home.resolve(file), COPY_ATTRIBUTES);
            }
            Files.createDirectory(home.resolve("kept"));
            program(home);
            remember(home);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remember(Path home) throws IOException {
        Path log = home.resolve("remember.log");
        var builder = new ProcessBuilder(home.resolve("ringkey").toString(), "--remember")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process first = builder.start();
        try {
            boolean inTime = first.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            first.descendants().forEach(ProcessHandle::destroyForcibly);
            if (first.waitFor() == 0) {
                return;
            }
            if (inTime) {
                throw new IllegalStateException("the first program did not start:\n" + Files.readString(log));
            }
            Files.deleteIfExists(home.resolve(KEPT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A jar that has what a user's has and no more, by reference: no tests, and nothing that only tests need. */
    private static void program(Path directory) throws IOException {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, MAIN);
        attributes.put(
                Attributes.Name.CLASS_PATH,
                String.join(" ", classPath(Files.createDirectory(directory.resolve("lib")))));
        attributes.put(new Attributes.Name("Enable-Native-Access"), "ALL-UNNAMED");
        Path program = directory.resolve("ringkey.jar");
        new JarOutputStream(Files.newOutputStream(program), manifest).close();
    }

    /** Beside the program, and jars all of them: nothing else is kept. */
    private static List<String> classPath(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("test-classes") && !entry.endsWith("-tests.jar")) {
                Path jar = directory.resolve(entries.size() + ".jar");
                if (Files.isDirectory(Path.of(entry))) {
                    pack(entry, jar);
                } else {
                    Files.createSymbolicLink(jar, Path.of(entry));
                }
                entries.add("lib/" + jar.getFileName());
            }
        }
        return entries;
    }

    private static void pack(String classes, Path jar) {
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
        if (failed != 0) {
            throw new IllegalStateException("no jar of " + classes);
        }
    }
}
