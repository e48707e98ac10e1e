package io.ringkey.web.access;

import io.ringkey.api.session.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a browser holds of its session: the session's id and a secret of 32 random bytes, together the value of a cookie.
 * The server keeps only the {@linkplain #hash() hash}. Immutable.
 */
public final class BrowserSession {

    /** How many random bytes the secret has. */
    public static final int SECRET_BYTES = 32;

    private static final int ID_BYTES = 16;
    private static final int VALUE_CHARACTERS = 64;
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SessionId session;
    private final byte[] secret;

    private BrowserSession(SessionId session, byte[] secret) {
        this.session = session;
        this.secret = secret;
    }

    /**
     * Ties a session to a browser.
     *
     * @param secret {@value #SECRET_BYTES} random bytes
     */
    public static BrowserSession of(SessionId session, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a browser's secret has " + SECRET_BYTES + " bytes");
        }
        return new BrowserSession(session, secret.clone());
    }

    /** Reads a cookie's value; nothing when it is none of ours. */
    public static Optional<BrowserSession> parse(@Nullable String cookieValue) {
        if (cookieValue == null || cookieValue.length() != VALUE_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cookieValue);
            var id = ByteBuffer.wrap(bytes);
            return Optional.of(new BrowserSession(
                    new SessionId(new UUID(id.getLong(), id.getLong())),
                    Arrays.copyOfRange(bytes, ID_BYTES, bytes.length)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    public SessionId session() {
        return session;
    }

    /** The value of the session cookie. A secret. */
    public String cookieValue() {
        return TO_TEXT.encodeToString(bytes());
    }

    /** SHA-256 of the cookie's bytes: what the server keeps. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** What the browser's pages must send as {@code X-CSRF-Token}: derived from the secret, and of no other use. */
    public String csrfToken() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return TO_TEXT.encodeToString(mac.doFinal("csrf".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(ID_BYTES + SECRET_BYTES)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .put(secret)
                .array();
    }

    @Override
    public String toString() {
        return "(browser session)";
    }
}
