package io.ringkey.command.verification;

import io.ringkey.api.Randomness;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SecretKey;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Binds a challenge to the client that asked for it (C13). The cookie names the challenge, holds random bytes by which
 * one client differs from another, and is sealed by us, so nobody makes one out of a challenge's id. Thread-safe.
 */
@Component
final class ChallengeCookie {

    static final String NAME = "ringkey_challenge";

    private static final byte[] LABEL = "challenge".getBytes(StandardCharsets.US_ASCII);
    private static final int RANDOM_BYTES = 16;
    private static final int MAC_BYTES = 32;
    private static final int BODY_BYTES = Integer.BYTES + 4 * Long.BYTES + RANDOM_BYTES;

    private final KeyRing keys;
    private final Randomness randomness;

    ChallengeCookie(KeyRing keys, Randomness randomness) {
        this.keys = keys;
        this.randomness = randomness;
    }

    /**
     * What a cookie says.
     *
     * @param binding SHA-256 of the cookie's bytes, by which this client is known again
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bound(NumberStreamId stream, ChallengeId challenge, byte[] binding) {}

    /** A new cookie's value. */
    String make(NumberStreamId stream, ChallengeId challenge) {
        SecretKey key = keys.current(KeyPurpose.COOKIE);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putInt(key.id())
                .putLong(stream.value().getMostSignificantBits())
                .putLong(stream.value().getLeastSignificantBits())
                .putLong(challenge.value().getMostSignificantBits())
                .putLong(challenge.value().getLeastSignificantBits())
                .put(randomness.bytes(RANDOM_BYTES))
                .array();
        byte[] bytes = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES)
                .put(body)
                .put(key.mac(LABEL, body))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the cookie of a call says; nothing when there is none of ours. */
    Optional<Bound> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .findFirst()
                        .flatMap(cookie -> parse(cookie.getValue()));
    }

    Optional<Bound> parse(String value) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        if (bytes.length != BODY_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(bytes, BODY_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length);
        var fields = ByteBuffer.wrap(body);
        return keys.find(KeyPurpose.COOKIE, fields.getInt())
                .filter(key -> MessageDigest.isEqual(mac, key.mac(LABEL, body)))
                .map(key -> new Bound(
                        new NumberStreamId(new UUID(fields.getLong(), fields.getLong())),
                        new ChallengeId(new UUID(fields.getLong(), fields.getLong())),
                        sha256(bytes)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
