package io.ringkey.eventstore;

import io.ringkey.api.CannotRun;
import java.util.stream.Collectors;

/** The master keys are other ones than the database's keys were wrapped with. */
public final class WrongMasterKey extends CannotRun {

    private static final long serialVersionUID = 1L;

    /** As for every setting that will not do. */
    private static final int EXIT_CODE = 2;

    private WrongMasterKey(String sentence) {
        super(sentence, EXIT_CODE, null);
    }

    /** Some key was wrapped with none of these. */
    public static WrongMasterKey isNeeded(byte[] wrapped, MasterKeys known) {
        String missing = MasterKey.idIn(wrapped).map(id -> " (" + id + ")").orElse("");
        String here = known.all().stream().map(MasterKey::id).collect(Collectors.joining(", "));
        return new WrongMasterKey("RINGKEY_MASTER_KEY, or the master key's file, does not hold the key" + missing
                + " that keys in this database are wrapped with (it holds " + here
                + "): bring that one back, nothing else opens them.");
    }
}
