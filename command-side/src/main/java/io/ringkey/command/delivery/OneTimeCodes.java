package io.ringkey.command.delivery;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SecretKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Derives codes; none is stored anywhere. Besides the server's key it takes the nonce of the short-lived delivery row,
 * so neither of the two alone gives a code (C2).
 */
@Component
final class OneTimeCodes {

    static final int NONCE_BYTES = 16;

    private final KeyRing keys;

    OneTimeCodes(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * What a code is derived from, besides the key.
     *
     * @param keyId which key
     * @param counter tells the codes of one challenge apart
     * @param nonce random bytes that stand nowhere else
     */
    record Seed(int keyId, Purpose purpose, ChallengeId challenge, int counter, byte[] nonce) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Seed that
                    && keyId == that.keyId
                    && purpose == that.purpose
                    && challenge.equals(that.challenge)
                    && counter == that.counter
                    && Arrays.equals(nonce, that.nonce);
        }

        @Override
        public int hashCode() {
            return challenge.hashCode();
        }
    }

    /** The id of the key for codes that are made now. */
    int currentKey() {
        return keys.current(KeyPurpose.CODE).id();
    }

    /** The code; nothing when its key is gone. */
    Optional<String> derive(Seed seed, int length) {
        return keys.find(KeyPurpose.CODE, seed.keyId()).map(key -> digits(mac(key, seed), length));
    }

    /** Whether this is the code. Takes the same time whatever digits are given (C11). */
    boolean matches(OneTimeCode given, Seed seed, int length) {
        return derive(seed, length)
                .map(right -> MessageDigest.isEqual(bytes(right), bytes(given.digits())))
                .orElse(false);
    }

    static byte[] mac(SecretKey key, Seed seed) {
        return key.mac(
                bytes(seed.purpose().name()),
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(seed.challenge().value().getMostSignificantBits())
                        .putLong(seed.challenge().value().getLeastSignificantBits())
                        .array(),
                ByteBuffer.allocate(Integer.BYTES).putInt(seed.counter()).array(),
                seed.nonce());
    }

    /** The first eight bytes, unsigned, modulo 10^length: even to within 10^9 / 2^64. */
    static String digits(byte[] mac, int length) {
        long range = 1;
        for (int digit = 0; digit < length; digit++) {
            range *= 10;
        }
        String code = Long.toString(Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), range));
        return "0".repeat(length - code.length()) + code;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
