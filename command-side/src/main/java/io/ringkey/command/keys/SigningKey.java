package io.ringkey.command.keys;

import com.nimbusds.jose.jwk.ECKey;

/**
 * The key pair that signs access tokens (ES256). Immutable.
 *
 * @param pair both halves, with the key's id
 */
public record SigningKey(ECKey pair) {

    /** Secret. */
    @Override
    public String toString() {
        return "(signing key " + pair.getKeyID() + ")";
    }
}
