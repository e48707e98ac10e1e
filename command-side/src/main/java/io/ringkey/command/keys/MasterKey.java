package io.ringkey.command.keys;

import io.ringkey.api.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps all other keys (AES-256-GCM), each bound to its place: moved elsewhere it does not open. Thread-safe.
 *
 * <p>What is wrapped begins with the number of the master key's epoch, so that another one can take over later.
 */
final class MasterKey {

    private static final byte EPOCH = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Randomness randomness;

    /** @param key 32 secret bytes */
    MasterKey(byte[] key, Randomness randomness) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a master key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.randomness = randomness;
    }

    /** Where a key stands, as what is wrapped is bound to it. */
    static byte[] place(String purpose, int id) {
        return (purpose + "-" + id).getBytes(StandardCharsets.UTF_8);
    }

    byte[] wrap(byte[] secret, byte[] place) {
        byte[] nonce = randomness.bytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(EPOCH)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What was wrapped; nothing when it was wrapped under another key, for another place, or changed since. */
    Optional<byte[]> unwrap(byte[] wrapped, byte[] place) {
        if (wrapped.length <= 1 + NONCE_BYTES || wrapped[0] != EPOCH) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(wrapped, 1, 1 + NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(wrapped, 1 + NONCE_BYTES, wrapped.length - 1 - NONCE_BYTES));
        } catch (GeneralSecurityException doesNotOpen) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
