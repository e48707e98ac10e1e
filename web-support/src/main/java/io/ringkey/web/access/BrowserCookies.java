package io.ringkey.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Gives a browser its session, and takes it back: the session cookie, which scripts cannot read, and beside it the CSRF
 * value, which they must. Safe for concurrent use.
 */
public final class BrowserCookies {

    /** The cookie that holds the session. */
    public static final String SESSION = "ringkey_session";

    /** The cookie that holds the value to send as {@value #CSRF_HEADER}. */
    public static final String CSRF = "ringkey_csrf";

    /** The header without which a session cookie does not count under {@code /api/}. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private final boolean secure;

    /** @param publicUrl the address people reach the service by; cookies are {@code Secure} when it is https */
    public BrowserCookies(URI publicUrl) {
        this.secure = "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    /**
     * Sets both cookies.
     *
     * @param lifetime how long the browser keeps them; the session's own end is the server's to judge
     */
    public void give(HttpServletResponse response, BrowserSession session, Duration lifetime) {
        add(response, SESSION, session.cookieValue(), true, lifetime);
        add(response, CSRF, session.csrfToken(), false, lifetime);
    }

    /** Makes the browser forget both cookies. */
    public void clear(HttpServletResponse response) {
        add(response, SESSION, "", true, Duration.ZERO);
        add(response, CSRF, "", false, Duration.ZERO);
    }

    /** The session that a call's cookie names; whether that session lives, or may be used here, is another question. */
    public Optional<BrowserSession> read(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(SESSION))
                        .findFirst()
                        .flatMap(cookie -> BrowserSession.parse(cookie.getValue()));
    }

    /**
     * Makes a cookie with this service's habits: {@code Path=/}, {@code SameSite=Lax}, {@code HttpOnly}, and
     * {@code Secure} under https.
     */
    public ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/");
    }

    private void add(HttpServletResponse response, String name, String value, boolean httpOnly, Duration lifetime) {
        var cookie = cookie(name, value).httpOnly(httpOnly).maxAge(lifetime).build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
