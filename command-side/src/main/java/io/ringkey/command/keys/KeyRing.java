package io.ringkey.command.keys;

import java.util.List;
import java.util.Optional;

/**
 * The keys of this installation. All processes share them; one that is replaced stays good under its id until all that
 * was made with it has run out. Thread-safe.
 */
public interface KeyRing {

    /** The secret key to make things with now, of a purpose that takes secret keys. */
    SecretKey current(KeyPurpose purpose);

    /** A secret key by its id; nothing when there is none, or it is retired. */
    Optional<SecretKey> find(KeyPurpose purpose, int id);

    /** All secret keys of a purpose that are not retired, the newest first; one that is yet to be used among them. */
    List<SecretKey> live(KeyPurpose purpose);

    /** The key pair to sign access tokens with now. */
    SigningKey signing();
}
