package io.ringkey.api;

import java.util.UUID;

/** Makes ids. Implementations are thread-safe. */
@FunctionalInterface
public interface Ids {

    /** A new id of version 7 (RFC 9562): unique, and sorting by the time of its making. */
    UUID next();
}
