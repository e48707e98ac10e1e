package io.ringkey.command.device;

import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceSecret;
import io.ringkey.web.access.BrowserCookies;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * How a device shows what it was given: as a cookie, or as a header where a client keeps no cookies. What is not ours
 * counts as nothing. Thread-safe.
 */
@Component
public final class DeviceOfCall {

    public static final String COOKIE = "ringkey_device";

    public static final String HEADER = "Ringkey-Device";

    /** The header's value by which a client without cookies asks for a secret. */
    public static final String NEW = "new";

    /** As long as browsers keep a cookie at all. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final BrowserCookies cookies;

    DeviceOfCall(BrowserCookies cookies) {
        this.cookies = cookies;
    }

    /** @param keepsCookies whether the client would keep a cookie that it is given now */
    public Device of(HttpServletRequest request, boolean keepsCookies) {
        String header = request.getHeader(HEADER);
        if (header != null) {
            return new Device(secret(header).orElse(null), header.equals(NEW));
        }
        return new Device(cookie(request).flatMap(DeviceOfCall::secret).orElse(null), keepsCookies);
    }

    /** Hands a new secret to a client that keeps cookies; to one without, the answer's body has to. */
    public void give(HttpServletRequest request, HttpServletResponse response, @Nullable DeviceSecret secret) {
        if (secret != null && request.getHeader(HEADER) == null) {
            var cookie = cookies.cookie(COOKIE, secret.value()).maxAge(KEPT).build();
            response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        }
    }

    private static Optional<DeviceSecret> secret(String value) {
        return DeviceSecret.isWellFormed(value) ? Optional.of(new DeviceSecret(value)) : Optional.empty();
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        Cookie[] all = request.getCookies();
        return all == null
                ? Optional.empty()
                : Arrays.stream(all)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .findFirst()
                        .map(Cookie::getValue);
    }
}
