package io.ringkey.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A directory on a disk for all that is measured, gone when it is closed. */
public final class Workplace implements AutoCloseable {

    private final Path path;

    /** @param below where there is room, on a disk that forgets nothing */
    public Workplace(Path below) {
        try {
            this.path = Files.createTempDirectory(Files.createDirectories(below), "ringkey-bench");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A new directory of this name. */
    public Path directory(String name) {
        try {
            return Files.createDirectory(path.resolve(name));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** What kind of file system it is on. */
    public String fileSystem() {
        try {
            return Files.getFileStore(path).type();
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        FileSystemUtils.deleteRecursively(path.toFile());
    }
}
