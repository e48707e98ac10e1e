package io.ringkey.command.delivery;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Guards the development outbox: it is there with its sender alone, answers to a name of this machine or of the service,
 * and asks for its key (C23). Immutable.
 */
@Component
final class OutboxKey {

    static final String HEADER = "Outbox-Key";
    static final String COOKIE = "ringkey_outbox";
    static final Duration COOKIE_LIFE = Duration.ofHours(1);

    private static final byte[] LABEL = "outbox".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final boolean open;
    private final byte[] key;
    private final String host;
    private final KeyRing keys;
    private final InstantSource clock;

    OutboxKey(Settings settings, KeyRing keys, Clock clock) {
        this.open = settings.text(Setting.SMS_SENDER).equals(NothingToSend.OUTBOX);
        if (open && !settings.given(Setting.OUTBOX_KEY)) {
            throw new BadSetting(Setting.OUTBOX_KEY.variable() + " must be set while " + Setting.SMS_SENDER.variable()
                    + " is outbox.");
        }
        this.key = settings.text(Setting.OUTBOX_KEY).getBytes(StandardCharsets.UTF_8);
        this.host = String.valueOf(settings.publicUrl().getHost()).toLowerCase(Locale.ROOT);
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Lets only calls pass that may know of the outbox.
     *
     * @throws Failure {@code not-found} without the outbox, {@code door.closed} under a foreign name
     */
    void requireOwnDoor(HttpServletRequest request) {
        if (!open) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        String called = request.getHeader(HttpHeaders.HOST);
        String name =
                called == null ? "" : PORT.matcher(called).replaceFirst("").toLowerCase(Locale.ROOT);
        // A page of another site can make its own name point here; the browser then still says that name.
        if (!name.equals(host) && !LOOPBACK.matcher(name).matches()) {
            throw Failure.of(FailureCode.DOOR_CLOSED);
        }
    }

    /** Whether a call brings the key, or the cookie that it was exchanged for. */
    boolean isBroughtBy(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        return header != null && opens(header) || isCookieGood(cookie(request));
    }

    boolean opens(String given) {
        return MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8));
    }

    /** A value that stands for the key for a while, so that the key itself need not be kept by the browser. */
    String cookieValue() {
        byte[] until = ByteBuffer.allocate(Long.BYTES)
                .putLong(clock.instant().plus(COOKIE_LIFE).getEpochSecond())
                .array();
        byte[] mac = keys.current(KeyPurpose.COOKIE).mac(LABEL, key, until);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(until.length + mac.length)
                        .put(until)
                        .put(mac)
                        .array());
    }

    private boolean isCookieGood(@Nullable String value) {
        if (value == null) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(value);
            if (bytes.length <= Long.BYTES) {
                return false;
            }
            byte[] until = Arrays.copyOf(bytes, Long.BYTES);
            byte[] mac = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
            boolean genuine = keys.live(KeyPurpose.COOKIE).stream()
                    .anyMatch(live -> MessageDigest.isEqual(mac, live.mac(LABEL, key, until)));
            return genuine
                    && clock.instant()
                            .isBefore(
                                    Instant.ofEpochSecond(ByteBuffer.wrap(until).getLong()));
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? null
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }
}
