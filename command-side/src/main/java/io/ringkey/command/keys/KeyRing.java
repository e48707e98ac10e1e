package io.ringkey.command.keys;

import java.util.Optional;

/**
 * The keys of this installation. All processes share them; one that is replaced stays good under its id. Thread-safe.
 */
public interface KeyRing {

    /** The newest secret key of a purpose that takes secret keys. */
    SecretKey current(KeyPurpose purpose);

    /** A secret key by its id; nothing when there is none. */
    Optional<SecretKey> find(KeyPurpose purpose, int id);

    /** The newest key pair that signs access tokens. */
    SigningKey signing();
}
