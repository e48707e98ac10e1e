package io.ringkey.command.masterkey;

import io.ringkey.web.files.OwnerOnly;
import io.ringkey.web.settings.WrittenKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** The file that holds the master keys, as other processes read it. */
record MasterKeyFile(Path path) {

    /**
     * Replaces it, whole or not at all, for those who could read it before; when this returns, it is on disk.
     *
     * @throws RotationStopped when this user cannot
     */
    void replace(WrittenKeys keys) {
        try {
            // What a link leads to is replaced, and not the link.
            Path file = path.toRealPath();
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try {
                OwnerOnly.write(fresh, keys.lines());
                letTheSameRead(file, fresh);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
            if (OwnerOnly.isKnownTo(file)) {
                try (FileChannel directory = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
        } catch (IOException denied) {
            throw RotationStopped.unwritable(path);
        }
    }

    private static void letTheSameRead(Path file, Path fresh) throws IOException {
        if (!OwnerOnly.isKnownTo(file)) {
            return;
        }
        PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributes now = Files.readAttributes(fresh, PosixFileAttributes.class);
        var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (!now.owner().equals(before.owner())) {
            view.setOwner(before.owner());
        }
        if (!now.group().equals(before.group())) {
            view.setGroup(before.group());
        }
        view.setPermissions(before.permissions());
    }
}
