package io.ringkey.web.problem;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.request.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a call with a failure as problem details (RFC 9457), in the caller's language. It writes to the response
 * itself, whatever the caller accepts: an error must not fail over its own format. Safe for concurrent use.
 */
public final class ProblemWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final ProblemMessages messages;
    private final ProblemMeters meters;

    public ProblemWriter(ProblemMessages messages, ProblemMeters meters) {
        this.messages = messages;
        this.meters = meters;
    }

    /** Answers with a failure; does nothing when an answer is under way already. */
    public void write(HttpServletRequest request, HttpServletResponse response, Failure failure) throws IOException {
        write(request, response, failure, HttpHeaders.EMPTY);
    }

    void write(HttpServletRequest request, HttpServletResponse response, Failure failure, HttpHeaders headers)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        meters.answered(failure.code());
        response.resetBuffer();
        var language = messages.languageFor(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        headers.forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        retryAfter(failure)
                .ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(secondsRoundedUp(wait))));
        if (failure.code().status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Spring Security guards what comes past it; what it refused itself, it does not.
        Guards.put(response);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage());
        response.setStatus(failure.code().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        var body = JSON.writeValueAsBytes(document(failure, language, RequestId.of(request)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The members of a problem document. */
    public Map<String, Object> document(Failure failure, Locale language, @Nullable String requestId) {
        var code = failure.code();
        var document = new LinkedHashMap<String, Object>();
        document.put("type", type(code));
        document.put("title", messages.title(code, language));
        document.put("status", code.status());
        document.put("detail", messages.detail(code, language));
        document.put("code", code.code());
        if (requestId != null) {
            document.put("request_id", requestId);
        }
        if (!failure.fieldErrors().isEmpty()) {
            var errors = new LinkedHashMap<String, Object>();
            failure.fieldErrors().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(error -> errors.put(
                            error.getKey(),
                            Map.of("code", error.getValue(), "message", messages.reason(error.getValue(), language))));
            document.put("errors", errors);
        }
        failure.details().forEach(document::putIfAbsent);
        return document;
    }

    /** The identity of a kind of problem: a reference relative to the service's own address. */
    public static String type(FailureCode code) {
        return "/errors/" + code.code();
    }

    private static Optional<Duration> retryAfter(Failure failure) {
        var wait = failure.retryAfter();
        return wait == null && failure.code() == FailureCode.TRY_LATER
                ? Optional.of(SHORTLY)
                : Optional.ofNullable(wait);
    }

    private static long secondsRoundedUp(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
