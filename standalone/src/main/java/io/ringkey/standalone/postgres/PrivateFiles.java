package io.ringkey.standalone.postgres;

import io.ringkey.web.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files and directories that nobody but their owner may read. */
final class PrivateFiles {

    private PrivateFiles() {}

    static Path directory(Path path) throws IOException {
        return Files.createDirectories(path, OwnerOnly.directory(path));
    }

    /** Writes a whole file or none: a crash leaves the old one. */
    static void write(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        OwnerOnly.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a whole file unless there is one: of several at once, one wins and the others leave its. */
    static void writeIfAbsent(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(file.resolveSibling(""), "fresh", null, OwnerOnly.file(file));
        try {
            Files.writeString(fresh, content, StandardCharsets.UTF_8, StandardOpenOption.SYNC);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // Theirs it is.
        } catch (UnsupportedOperationException noLinksHere) {
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
