package io.ringkey.command.session;

import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.command.keys.SecretKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token, opaque to clients: key id, session, generation, 32 secret bytes, and a tag of ours by which a token
 * that we made is told from any other, however old it is, although only the newest hashes are stored. Immutable.
 */
final class RefreshToken {

    static final int SECRET_BYTES = 32;

    private static final int TAG_BYTES = 16;
    private static final int BODY_BYTES = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES + SECRET_BYTES;
    private static final byte[] TAG = "tag".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUCCESSOR = "successor".getBytes(StandardCharsets.US_ASCII);

    private final int keyId;
    private final SessionId session;
    private final int generation;
    private final byte[] body;
    private final byte[] tag;

    private RefreshToken(byte[] bytes) {
        var fields = ByteBuffer.wrap(bytes);
        this.keyId = fields.getInt();
        this.session = new SessionId(new UUID(fields.getLong(), fields.getLong()));
        this.generation = fields.getInt();
        this.body = Arrays.copyOf(bytes, BODY_BYTES);
        this.tag = Arrays.copyOfRange(bytes, BODY_BYTES, BODY_BYTES + TAG_BYTES);
    }

    /**
     * Makes a token.
     *
     * @param secret {@value #SECRET_BYTES} bytes that nobody can guess
     */
    static RefreshToken of(SecretKey key, SessionId session, int generation, byte[] secret) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putInt(key.id())
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .putInt(generation)
                .put(secret)
                .array();
        return new RefreshToken(ByteBuffer.allocate(BODY_BYTES + TAG_BYTES)
                .put(body)
                .put(tagOf(key, body))
                .array());
    }

    /** Reads what a client sent; nothing when it cannot be one of ours. Whether it is, {@link #isGenuine} tells. */
    static Optional<RefreshToken> parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == BODY_BYTES + TAG_BYTES && encoded(bytes).equals(text)
                    ? Optional.of(new RefreshToken(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    int keyId() {
        return keyId;
    }

    SessionId session() {
        return session;
    }

    int generation() {
        return generation;
    }

    boolean isGenuine(SecretKey key) {
        return MessageDigest.isEqual(tag, tagOf(key, body));
    }

    /**
     * The token that follows this one. Under one key it is always the same, so that it can be handed out again without
     * being stored.
     */
    RefreshToken successor(SecretKey key) {
        return of(key, session, generation + 1, key.mac(SUCCESSOR, body));
    }

    /** What the server keeps of it: SHA-256. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What the client gets. */
    SessionSecret secret() {
        return new SessionSecret(encoded(bytes()));
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BODY_BYTES + TAG_BYTES).put(body).put(tag).array();
    }

    private static byte[] tagOf(SecretKey key, byte[] body) {
        return Arrays.copyOf(key.mac(TAG, body), TAG_BYTES);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "(refresh token)";
    }
}
