package io.ringkey.eventstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps all other keys (AES-256-GCM, NIST SP 800-38D), each bound to its place: moved elsewhere it does not open.
 * Thread-safe. Alone it is all the master keys that there are.
 *
 * <p>What is wrapped begins with a byte for the format and, where there are several keys, the key's
 * {@linkplain #id() id}. On what names no key every key is tried.
 */
public final class MasterKey implements MasterKeys {

    /** How many bytes a key has, this one and those it wraps for data. */
    public static final int BYTES = 32;

    private static final byte WITHOUT_ID = 1;
    private static final byte WITH_ID = 2;

    private static final int ID_BYTES = 4;
    private static final int FINGERPRINT_BYTES = 8;

    /** Backups have been known by it from the start. */
    private static final String FINGERPRINT = "ringkey backup fingerprint";

    private static final String MAC = "HmacSHA256";

    private final AesGcm key;
    private final byte[] secret;
    private final byte[] start;
    private final String fingerprint;

    /** @param key {@value #BYTES} secret bytes */
    public MasterKey(byte[] key) {
        this.key = new AesGcm(key);
        this.secret = key.clone();
        byte[] mac = mac(FINGERPRINT, new byte[0]);
        this.start = ByteBuffer.allocate(1 + ID_BYTES)
                .put(WITH_ID)
                .put(mac, 0, ID_BYTES)
                .array();
        this.fingerprint = HexFormat.of().formatHex(mac, 0, FINGERPRINT_BYTES);
    }

    @Override
    public List<MasterKey> all() {
        return List.of(this);
    }

    /** By which the key is known where it has wrapped something, and not learned: the start of its fingerprint. */
    public String id() {
        return fingerprint.substring(0, 2 * ID_BYTES);
    }

    /** By which the key is known, and not learned. */
    public String fingerprint() {
        return fingerprint;
    }

    /** What everything begins with that names this key. */
    byte[] start() {
        return start.clone();
    }

    /** The id of the key that has wrapped something; nothing when it names none. */
    static Optional<String> idIn(byte[] wrapped) {
        return wrapped.length > ID_BYTES && wrapped[0] == WITH_ID
                ? Optional.of(HexFormat.of().formatHex(wrapped, 1, 1 + ID_BYTES))
                : Optional.empty();
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

    byte[] wrappedWithId(byte[] secret, byte[] place) {
        return wrapped(start, secret, place);
    }

    byte[] wrappedWithoutId(byte[] secret, byte[] place) {
        return wrapped(new byte[] {WITHOUT_ID}, secret, place);
    }

    private byte[] wrapped(byte[] start, byte[] secret, byte[] place) {
        byte[] sealed = key.seal(secret, place);
        return ByteBuffer.allocate(start.length + sealed.length)
                .put(start)
                .put(sealed)
                .array();
    }

    /** What this very key has wrapped. */
    Optional<byte[]> unwrapped(byte[] wrapped, byte[] place) {
        boolean earlier = wrapped.length > 0 && wrapped[0] == WITHOUT_ID;
        if (!earlier && !idIn(wrapped).filter(id()::equals).isPresent()) {
            return Optional.empty();
        }
        try {
            int from = earlier ? 1 : start.length;
            return Optional.of(key.open(Arrays.copyOfRange(wrapped, from, wrapped.length), place));
        } catch (AEADBadTagException doesNotOpen) {
            return Optional.empty();
        }
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return "(master key " + id() + ")";
    }
}
