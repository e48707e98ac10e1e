package io.ringkey.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of the sites in the settings call the API, with tokens and never with cookies. Other sites' pages are told
 * nothing, which is how a browser keeps them from reading the answer.
 */
final class Cors extends DefaultCorsProcessor {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> TOLD =
            List.of("ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Event-Position", "X-Request-Id");

    private Cors() {}

    static CorsFilter filter(List<String> origins) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(METHODS);
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(TOLD);
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(Duration.ofHours(1));
        var filter = new CorsFilter(request -> allowed);
        filter.setCorsProcessor(new Cors());
        return filter;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration configuration, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (configuration == null || configuration.checkOrigin(origin) != null) {
            return super.processRequest(configuration, request, response);
        }
        // A cache must not hand this answer to a page that may have more.
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (CorsUtils.isPreFlightRequest(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
        return true;
    }
}
