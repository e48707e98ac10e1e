package io.ringkey.eventstore;

import java.util.UUID;

/**
 * The keys that protect the personal values of subjects in the record. A key is made with the first value, in the same
 * transaction; without it nothing of its subject can be read again. Thread-safe.
 *
 * <p>To be called inside the transaction that the change belongs to. Other processes notice within a second.
 */
public interface SubjectKeys {

    /** Ties a subject, whose key is made if need be, to an owner, so that it is erased with them. */
    void tie(UUID subject, UUID owner);

    /** Erases a subject's key. */
    void erase(UUID subject);

    /** Erases the keys of all subjects of an owner. */
    void eraseAllOf(UUID owner);
}
