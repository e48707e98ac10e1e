package io.ringkey.eventstore;

import io.ringkey.api.Randomness;
import java.security.SecureRandom;

/** The platform's cryptographic random generator. */
public final class SecureRandomness implements Randomness {

    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
