package io.ringkey.standalone;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringkey.standalone.support.PackagedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java has kept of a first start, by the script that starts the program of an image. */
class KeptClassesTest {

    private static final int KEEPS_CLASSES = 25;
    private static final Pattern OF_OURS_KEPT = Pattern.compile("io\\.ringkey\\.[^ ]+ source: shared objects file");

    @TempDir
    Path directory;

    @Test
    void serveEveryLaterStart() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(KEEPS_CLASSES);

        assertThat(PackagedProgram.kept()).exists();
        assertThat(oursThatWereKept(PackagedProgram.home())).isGreaterThan(500);
    }

    @Test
    void areNotNeeded() throws Exception {
        moved();

        assertThat(oursThatWereKept(directory)).isZero();
    }

    @Test
    void areNotTakenFromAnotherBuild() throws Exception {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(KEEPS_CLASSES);
        moved();
        Files.createDirectory(directory.resolve("kept"));
        Files.copy(PackagedProgram.kept(), directory.resolve("kept/classes.aot"));
        assertThat(oursThatWereKept(directory)).isGreaterThan(500);

        Files.setLastModifiedTime(directory.resolve("ringkey.jar"), FileTime.fromMillis(1_000_000));

        assertThat(oursThatWereKept(directory)).isZero();
    }

    private void moved() throws IOException {
        Files.createSymbolicLink(
                directory.resolve("lib"), PackagedProgram.home().resolve("lib"));
        for (String file : List.of("ringkey", "java.options", "ringkey.jar")) {
            Files.copy(PackagedProgram.home().resolve(file), directory.resolve(file), COPY_ATTRIBUTES);
        }
    }

    /** Of how many of our classes Java says that it had them already, when the program is asked for its version. */
    private long oursThatWereKept(Path home) throws IOException, InterruptedException {
        Path log = directory.resolve("classes.log");
        var builder = new ProcessBuilder(home.resolve("ringkey").toString(), "--version")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        Process started = builder.start();
        String said = new String(started.getInputStream().readAllBytes());
        assertThat(started.waitFor()).as(said).isZero();
        assertThat(said).contains("Ringkey ");
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(OF_OURS_KEPT.asPredicate()).count();
        }
    }
}
