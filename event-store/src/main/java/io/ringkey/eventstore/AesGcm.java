package io.ringkey.eventstore;

import io.ringkey.api.Randomness;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticated encryption under one key (AES-256-GCM, NIST SP 800-38D, by the platform). What is sealed begins with its
 * nonce, which is drawn at random, and ends with its tag. Thread-safe.
 */
final class AesGcm {

    /** One for all threads: a generator for each would be made anew for every call, since each call has a thread. */
    private static final Randomness NONCES = new SecureRandomness();

    private static final String CIPHER = "AES/GCM/NoPadding";
    /** Looked for once: the platform looks through all of its providers each time. */
    private static final Provider PROVIDER = provider();

    /** Those that nobody uses now, as many as were ever used at once: to make one takes as long as to use it. */
    private static final Deque<Cipher> CIPHERS = new ConcurrentLinkedDeque<>();

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    /** @param key {@value MasterKey#BYTES} secret bytes */
    AesGcm(byte[] key) {
        if (key.length != MasterKey.BYTES) {
            throw new IllegalArgumentException("a key has " + MasterKey.BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Seals a value, bound to its place: with another it does not open. */
    byte[] seal(byte[] value, byte[] place) {
        byte[] nonce = NONCES.bytes(NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(value.length)];
            ByteBuffer.wrap(sealed).put(nonce);
            cipher.doFinal(value, 0, value.length, sealed, NONCE_BYTES);
            CIPHERS.push(cipher);
            return sealed;
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws AEADBadTagException when it was sealed under another key, for another place, or changed since
     */
    byte[] open(byte[] sealed, byte[] place) throws AEADBadTagException {
        if (sealed.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed, place);
            byte[] value = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            CIPHERS.push(cipher);
            return value;
        } catch (AEADBadTagException doesNotOpen) {
            throw doesNotOpen;
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(CIPHER).getProvider();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private Cipher cipher(int mode, byte[] startsWithNonce, byte[] place) throws GeneralSecurityException {
        Cipher idle = CIPHERS.poll();
        Cipher cipher = idle == null ? Cipher.getInstance(CIPHER, PROVIDER) : idle;
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, startsWithNonce, 0, NONCE_BYTES));
        cipher.updateAAD(place);
        return cipher;
    }
}
