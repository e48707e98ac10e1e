package io.ringkey.command.backup;

import io.ringkey.api.CannotRun;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A backup that cannot be made, read or restored, for a reason that the operator can mend. */
final class BackupRefused extends CannotRun {

    static final int BAD_FILE = 1;
    static final int BAD_ARGUMENT = 2;
    static final int BAD_DATABASE = 3;

    private static final long serialVersionUID = 1L;

    private BackupRefused(String sentence, int exitCode, @Nullable Throwable cause) {
        super(sentence, exitCode, cause);
    }

    static BackupRefused noBackup(Path file) {
        return new BackupRefused("The file " + file + " is not a backup of Ringkey.", BAD_FILE, null);
    }

    static BackupRefused newerFormat(Path file) {
        return new BackupRefused(
                "The file " + file + " was written by a newer release of Ringkey: use that one, or a newer.",
                BAD_FILE,
                null);
    }

    static BackupRefused damaged(Path file, @Nullable Throwable cause) {
        return new BackupRefused(
                "The file " + file + " is damaged or cut off: it is not what backup wrote. Use another copy.",
                BAD_FILE,
                cause);
    }

    static BackupRefused unreadable(Path file, Throwable cause) {
        return new BackupRefused("The file " + file + " cannot be read.", BAD_ARGUMENT, cause);
    }

    static BackupRefused exists(Path file) {
        return new BackupRefused("The file " + file + " is there already: name another.", BAD_ARGUMENT, null);
    }

    static BackupRefused unwritable(Path file, Throwable cause) {
        return new BackupRefused("The file " + file + " cannot be written.", BAD_ARGUMENT, cause);
    }

    static BackupRefused anotherMasterKey(String fingerprint) {
        return new BackupRefused(
                "The backup was made under another master key (" + fingerprint
                        + "): put the one in place that belongs to it, nothing else opens it. Nothing was restored.",
                BAD_ARGUMENT,
                null);
    }

    static BackupRefused notSealed(Path file) {
        return new BackupRefused(
                "The file " + file + " was changed by somebody who does not have the master key. Nothing was restored.",
                BAD_FILE,
                null);
    }

    static BackupRefused notEmpty(String table) {
        return new BackupRefused(
                "The database is not empty (" + table
                        + "): restore into a new one, or into a new data directory with the backup's master key in it.",
                BAD_DATABASE,
                null);
    }

    static BackupRefused nothingThere() {
        return new BackupRefused(
                "There is nothing to back up: no Ringkey has been started on this database yet.", BAD_DATABASE, null);
    }
}
