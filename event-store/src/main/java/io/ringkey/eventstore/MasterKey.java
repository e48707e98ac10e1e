package io.ringkey.eventstore;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps all other keys (AES-256-GCM, NIST SP 800-38D), each bound to its place: moved elsewhere it does not open.
 * Thread-safe.
 *
 * <p>What is wrapped begins with the number of the master key's epoch, so that another one can take over later.
 */
public final class MasterKey {

    /** How many bytes a key has, this one and those it wraps for data. */
    public static final int BYTES = 32;

    private static final byte EPOCH = 1;

    private static final String MAC = "HmacSHA256";

    private final Aead key;
    private final byte[] secret;

    /** @param key {@value #BYTES} secret bytes */
    public MasterKey(byte[] key) {
        this.key = aesGcm(key);
        this.secret = key.clone();
    }

    @AccessesPartialKey
    static Aead aesGcm(byte[] key) {
        try {
            return AesGcmJce.create(AesGcmKey.builder()
                    .setParameters(AesGcmParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                            .build())
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build());
        } catch (GeneralSecurityException notAKey) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes", notAKey);
        }
    }

    /** Where a key stands, as what is wrapped is bound to it. */
    public static byte[] place(String purpose, Object id) {
        return (purpose + "-" + id).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What only a holder of this key can say of a message (HMAC-SHA-256), and whose key cannot be learned from it.
     *
     * @param use what it is for; that of one use is of no use for another
     */
    public byte[] mac(String use, byte[] message) {
        return hmac(hmac(secret, use.getBytes(StandardCharsets.UTF_8)), message);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What may be stored of a secret that stands in this place. */
    public byte[] wrap(byte[] secret, byte[] place) {
        try {
            byte[] sealed = key.encrypt(secret, place);
            return ByteBuffer.allocate(1 + sealed.length).put(EPOCH).put(sealed).array();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What was wrapped; nothing when it was wrapped under another key, for another place, or changed since. */
    public Optional<byte[]> unwrap(byte[] wrapped, byte[] place) {
        if (wrapped.length == 0 || wrapped[0] != EPOCH) {
            return Optional.empty();
        }
        try {
            return Optional.of(key.decrypt(Arrays.copyOfRange(wrapped, 1, wrapped.length), place));
        } catch (GeneralSecurityException doesNotOpen) {
            return Optional.empty();
        }
    }
}
