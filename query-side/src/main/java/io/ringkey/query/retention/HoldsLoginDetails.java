package io.ringkey.query.retention;

import java.time.Instant;

/** Rows of a projection that say from where, and with which client, somebody called. Thread-safe. */
public interface HoldsLoginDetails {

    /**
     * Takes addresses and clients out of rows, in a transaction of its own.
     *
     * @param before of what happened before this time
     * @param most out of at most this many rows
     * @return out of how many: fewer than {@code most} when there are no more
     */
    int forgetDetails(Instant before, int most);
}
