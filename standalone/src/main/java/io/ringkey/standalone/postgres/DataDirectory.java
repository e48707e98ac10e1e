package io.ringkey.standalone.postgres;

import io.ringkey.web.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the embedded database and its keys are kept, and what stands where in it. The keys stand beside, not inside,
 * what PostgreSQL writes, so that a copy of the database is not a copy of its keys.
 *
 * @param path made absolute
 */
public record DataDirectory(Path path) {

    /** Takes a path against the process's directory. */
    public DataDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** Counts up whenever a release writes what the one before cannot read. */
    static final int FORMAT = 1;

    /** Wraps all other keys, unless the settings name one. */
    public Path masterKey() {
        return path.resolve("master.key");
    }

    /** Opens the development outbox, unless the settings name one. */
    public Path outboxKey() {
        return path.resolve("outbox.key");
    }

    /** Who was erased, for the day that an older backup is restored, unless the settings name another file. */
    public Path erased() {
        return path.resolve("erased.ids");
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path release() {
        return path.resolve("release");
    }

    Path postgres() {
        return path.resolve("pg");
    }

    Path cluster() {
        return postgres().resolve("cluster");
    }

    Path binaries() {
        return postgres().resolve("binaries");
    }

    Path password() {
        return postgres().resolve("password");
    }

    Path log() {
        return postgres().resolve("server.log");
    }

    /**
     * Makes the directory if it is not there, and refuses one that is another user's, not to be written to, or a newer
     * release's.
     *
     * @return whether this program runs as root
     */
    boolean prepare() {
        try {
            PrivateFiles.directory(path);
            if (!Files.isWritable(path)) {
                throw notWritable(null);
            }
            PrivateFiles.directory(postgres());
        } catch (FileAlreadyExistsException notADirectory) {
            throw new CannotStart("The data directory " + path + " is not a directory.", notADirectory);
        } catch (IOException denied) {
            throw notWritable(denied);
        }
        boolean root = refuseAnotherOwner();
        refuseNewerRelease();
        return root;
    }

    void markRelease() {
        try {
            if (!Files.exists(release()) || format() != FORMAT) {
                PrivateFiles.write(release(), FORMAT + "\n");
            }
        } catch (IOException denied) {
            throw notWritable(denied);
        }
    }

    private void refuseNewerRelease() {
        if (Files.exists(release()) && format() > FORMAT) {
            throw new CannotStart("The data directory " + path + " was written by a newer release (format " + format()
                    + ", and this one knows " + FORMAT + "): run that release, or a newer one.");
        }
    }

    private int format() {
        try {
            return Integer.parseInt(PrivateFiles.read(release()));
        } catch (IOException | NumberFormatException unreadable) {
            throw new CannotStart(
                    "The file " + release() + " does not hold the number of a data format: restore it.", unreadable);
        }
    }

    private boolean refuseAnotherOwner() {
        if (!OwnerOnly.isKnownTo(path)) {
            return false;
        }
        try {
            Path probe = Files.createTempFile(path, "probe", null);
            try {
                Object me = Files.getAttribute(probe, "unix:uid");
                for (Path theirs : new Path[] {postgres(), cluster()}) {
                    if (Files.exists(theirs) && !me.equals(Files.getAttribute(theirs, "unix:uid"))) {
                        throw new CannotStart("The directory " + theirs + " belongs to the user "
                                + Files.getOwner(theirs).getName() + " and this program runs as "
                                + Files.getOwner(probe).getName() + ": run it as the owner.");
                    }
                }
                return me.equals(0);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException denied) {
            throw notWritable(denied);
        }
    }

    private CannotStart notWritable(@Nullable IOException cause) {
        String sentence = "The data directory " + path
                + " cannot be written to by this user: change its owner, or set RINGKEY_DATA_DIR to another.";
        return cause == null ? new CannotStart(sentence) : new CannotStart(sentence, cause);
    }
}
