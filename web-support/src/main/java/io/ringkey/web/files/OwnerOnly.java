package io.ringkey.web.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** With what a file is made that nobody but its owner may read; with nothing where the file system knows no such thing. */
public final class OwnerOnly {

    private OwnerOnly() {}

    public static FileAttribute<?>[] file(Path path) {
        return modes(path, "rw-------");
    }

    public static FileAttribute<?>[] directory(Path path) {
        return modes(path, "rwx------");
    }

    /** Whether the file system of a path has owners and modes. */
    public static boolean isKnownTo(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] modes(Path path, String modes) {
        return isKnownTo(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))}
                : new FileAttribute<?>[0];
    }

    /**
     * Writes a file that only its owner may read, in the place of one that is there; when this returns, its content is on
     * disk.
     *
     * @throws IOException when this user cannot
     */
    public static void write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, file(file));
        Files.writeString(file, content, StandardCharsets.UTF_8, StandardOpenOption.SYNC);
    }
}
