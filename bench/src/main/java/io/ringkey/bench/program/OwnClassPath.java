package io.ringkey.bench.program;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** Our own class path, for programs of which it has everything. */
final class OwnClassPath {

    private OwnClassPath() {}

    private static final class Holder {
        static final String JARS = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Wherever it is seen from, and as users have it: Java keeps no classes of a directory. */
    static String ofJars() {
        return Holder.JARS;
    }

    private static Path packed(Path classes) {
        try {
            Path jar = Files.createTempFile("ringkey-bench", ".jar");
            jar.toFile().deleteOnExit();
            int failed = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
            if (failed != 0) {
                throw new IllegalStateException("no jar of " + classes);
            }
            return jar;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
