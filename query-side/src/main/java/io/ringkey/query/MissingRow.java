package io.ringkey.query;

import java.util.UUID;

/**
 * A projection was told of something that it has never heard begin. The event goes to the dead letters instead of being
 * passed over.
 */
public final class MissingRow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param table where the row should have been
     * @param id which row
     */
    public MissingRow(String table, UUID id) {
        super("no row " + id + " in " + table);
    }
}
