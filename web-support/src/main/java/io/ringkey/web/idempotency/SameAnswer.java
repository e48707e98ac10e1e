package io.ringkey.web.idempotency;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.idempotency.IdempotencyRecords.Answer;
import io.ringkey.web.idempotency.IdempotencyRecords.Begin;
import io.ringkey.web.idempotency.IdempotencyRecords.Key;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/** Answers a repeated request with the answer it got the first time. */
final class SameAnswer implements HandlerInterceptor {

    static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String STARTED = SameAnswer.class.getName();
    private static final int LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int TOO_MANY_REQUESTS = 429;

    private final Supplier<IdempotencyRecords> records;

    SameAnswer(Supplier<IdempotencyRecords> records) {
        this.records = records;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        var buffered = WebUtils.getNativeRequest(request, BufferedBody.class);
        if (buffered == null || !isIdempotent(handler)) {
            return true;
        }
        var caller = caller();
        // Without a person there is nobody whose key it is: two strangers must not get each other's answers.
        if (caller.isEmpty()) {
            return true;
        }
        var key = new Key(caller.get().account(), hash(keyOf(request)));
        switch (begin(key, requestHash(request, buffered.bytes()))) {
            case Begin.Fresh fresh -> request.setAttribute(STARTED, key);
            case Begin.KeyReused reused -> throw Failure.of(FailureCode.IDEMPOTENCY_KEY_REUSED);
            case Begin.UnderWay still -> throw Failure.of(FailureCode.TRY_LATER);
            case Begin.Answered answered -> {
                write(response, answered.answer());
                return false;
            }
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception thrown) {
        if (!(request.getAttribute(STARTED) instanceof Key key)) {
            return;
        }
        var answer = WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        if (answer == null || thrown != null || !isWorthKeeping(response.getStatus())) {
            records.get().abandon(key);
        } else {
            records.get()
                    .finish(
                            key,
                            new Answer(
                                    response.getStatus(), response.getContentType(), answer.getContentAsByteArray()));
        }
    }

    /** Of an answer that says "later", asking again must be able to get another. */
    private static boolean isWorthKeeping(int status) {
        return status < 500 && status != TOO_MANY_REQUESTS;
    }

    private Begin begin(Key key, byte[] requestHash) {
        for (int look = 1; ; look++) {
            var begin = records.get().begin(key, requestHash);
            if (!(begin instanceof Begin.UnderWay) || look == LOOKS) {
                return begin;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return begin;
            }
        }
    }

    private static Optional<Caller> caller() {
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        return signedIn != null && signedIn.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    private static boolean isIdempotent(Object handler) {
        return handler instanceof HandlerMethod method && method.hasMethodAnnotation(Idempotent.class);
    }

    private static byte[] keyOf(HttpServletRequest request) {
        var key = request.getHeader(KeyedCalls.HEADER);
        if (key == null || !KEY.matcher(key).matches()) {
            throw Failure.invalid(KeyedCalls.HEADER, "idempotency-key.invalid");
        }
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] requestHash(HttpServletRequest request, byte[] body) {
        var target = String.join(
                "\n",
                request.getMethod(),
                request.getRequestURI(),
                Objects.requireNonNullElse(request.getQueryString(), ""),
                Objects.requireNonNullElse(request.getContentType(), ""),
                "");
        var digest = sha256();
        digest.update(target.getBytes(StandardCharsets.UTF_8));
        return digest.digest(body);
    }

    private static byte[] hash(byte[] bytes) {
        return sha256().digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static void write(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.setHeader(REPLAYED_HEADER, "true");
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        response.getOutputStream().write(answer.body());
    }
}
