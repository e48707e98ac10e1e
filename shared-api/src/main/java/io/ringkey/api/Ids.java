package io.ringkey.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes ids. Implementations are thread-safe. */
@FunctionalInterface
public interface Ids {

    /** A new id of version 7 (RFC 9562): unique, and sorting by the time of its making. */
    UUID next();

    /** When an id was made, to the millisecond; nothing when it is of another version than 7 and does not say. */
    static Optional<Instant> madeAt(UUID id) {
        return id.version() == 7
                ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }
}
