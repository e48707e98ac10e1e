package io.ringkey.eventstore;

import io.ringkey.api.CannotRun;

/** The master key is another one than the database's keys were wrapped with. */
public final class WrongMasterKey extends CannotRun {

    private static final long serialVersionUID = 1L;

    /** As for every setting that will not do. */
    private static final int EXIT_CODE = 2;

    public WrongMasterKey() {
        super(
                "RINGKEY_MASTER_KEY is not the key that this database was started with: bring that one back, nothing else"
                        + " opens it.",
                EXIT_CODE,
                null);
    }
}
