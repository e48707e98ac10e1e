package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Held by the one process that starts and stops the database of a directory. The system frees it if that dies. */
final class DataLock implements AutoCloseable {

    /** What a holder is to others: a server stays, a tool is done soon. */
    enum Role {
        SERVER,
        TOOL
    }

    // On POSIX systems closing any channel of the file frees the process's lock on it, so a second attempt within
    // this process must not even open the file.
    private static final Map<Path, Role> HELD_HERE = new ConcurrentHashMap<>();

    // The lock is on a byte that is never written: on Windows a locked byte cannot be read by others.
    private static final long LOCKED_BYTE = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private DataLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** The lock, unless another process, or another part of this one, holds it. */
    static Optional<DataLock> tryTake(Path lockFile, Role role) {
        Path file = identity(lockFile);
        if (HELD_HERE.putIfAbsent(file, role) != null) {
            return Optional.empty();
        }
        Optional<DataLock> taken = Optional.empty();
        try {
            taken = open(file, role);
            return taken;
        } catch (IOException unlockable) {
            throw new CannotStart(
                    "The file " + file + " cannot be locked, which a data directory needs: set RINGKEY_DATA_DIR to"
                            + " one on a local disk.",
                    unlockable);
        } finally {
            if (taken.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    /** What the present holder is; empty if nobody ever held it. */
    static Optional<Role> holder(Path lockFile) {
        Path file = identity(lockFile);
        Role here = HELD_HERE.get(file);
        if (here != null) {
            return Optional.of(here);
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Role.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (!lock.isValid()) {
            return;
        }
        try (channel) {
            lock.release();
        } catch (IOException leftToTheSystem) {
            // The lock ends with the process at the latest.
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static Optional<DataLock> open(Path file, Role role) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((role.name().toLowerCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new DataLock(file, channel, lock));
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static Path identity(Path file) {
        try {
            return file.resolveSibling("").toRealPath().resolve(file.getFileName());
        } catch (IOException gone) {
            throw new CannotStart("The directory of " + file + " is gone.", gone);
        }
    }
}
