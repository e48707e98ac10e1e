package io.ringkey.web.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** What every answer tells browsers unless its handler said otherwise: run, frame, guess and pass on nothing. */
public final class Guards {

    /** The header that says what a page may load. */
    public static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    /** For what is no page of its own, and pages that load from here alone. */
    public static final String SELF_ALONE =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            CONTENT_SECURITY_POLICY,
            SELF_ALONE,
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY");

    private Guards() {}

    /** For answers that are given before, or without, the filter that usually does it. */
    static void put(HttpServletResponse response) {
        HEADERS.forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
    }
}
