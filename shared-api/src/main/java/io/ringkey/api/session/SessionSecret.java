package io.ringkey.api.session;

/**
 * What a client holds to prove that a session is its own. Only hashes of it are stored; it is handed out once.
 *
 * @param value base64url, at least 128 random bits
 */
public record SessionSecret(String value) {

    /** Secret. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
