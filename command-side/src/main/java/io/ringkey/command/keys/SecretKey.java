package io.ringkey.command.keys;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret key of 32 bytes that never leaves this object: it only makes authentication codes. Immutable. */
public final class SecretKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final int id;
    private final SecretKeySpec key;

    /** @param bytes 32 secret bytes */
    public SecretKey(int id, byte[] bytes) {
        this.id = id;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The key's id within its purpose. */
    public int id() {
        return id;
    }

    /** HMAC-SHA-256 of the parts, each preceded by its length, so that no two lists of parts give the same input. */
    public byte[] mac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(new byte[] {
                    (byte) (part.length >>> 24),
                    (byte) (part.length >>> 16),
                    (byte) (part.length >>> 8),
                    (byte) part.length
                });
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public String toString() {
        return "(secret key " + id + ")";
    }
}
