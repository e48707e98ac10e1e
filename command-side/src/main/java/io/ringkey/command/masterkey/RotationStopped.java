package io.ringkey.command.masterkey;

import io.ringkey.api.CannotRun;
import java.nio.file.Path;

/** The master key is not replaced, or not wholly, for a reason that the operator can mend. What was done can go on. */
final class RotationStopped extends CannotRun {

    private static final long serialVersionUID = 1L;

    private static final int AGAIN = 1;
    private static final int BAD_SETTING = 2;

    private RotationStopped(String sentence, int exitCode) {
        super(sentence, exitCode, null);
    }

    static RotationStopped anotherAtWork() {
        return new RotationStopped("Another rotate-master-key is at work on this database: wait for it.", AGAIN);
    }

    static RotationStopped transactionUnderWay() {
        return new RotationStopped(
                "A transaction of the database that began before the master key was replaced has not ended yet: run"
                        + " rotate-master-key again, which goes on from here.",
                AGAIN);
    }

    static RotationStopped inUse(long keys) {
        return new RotationStopped(
                keys
                        + " keys were in use all the time, and are not wrapped anew: run rotate-master-key again, which goes"
                        + " on from here.",
                AGAIN);
    }

    static RotationStopped notFinished() {
        return new RotationStopped(
                "A new master key is announced and not in use yet: run rotate-master-key, which goes on from there, and"
                        + " forget older ones afterwards.",
                AGAIN);
    }

    static RotationStopped stillNeeded(long keys) {
        return new RotationStopped(
                keys + " keys are still wrapped by an older master key: run rotate-master-key, and forget older ones"
                        + " afterwards. Nothing was forgotten.",
                AGAIN);
    }

    static RotationStopped unwritable(Path file) {
        return new RotationStopped(
                "The master key's file " + file
                        + " cannot be replaced by this user, with its owner and mode: run this as its"
                        + " owner, where the file can be written. Nothing was changed.",
                BAD_SETTING);
    }
}
