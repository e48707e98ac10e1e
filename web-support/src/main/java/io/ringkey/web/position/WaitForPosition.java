package io.ringkey.web.position;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds a read back until its view has seen what the caller has. */
final class WaitForPosition implements HandlerInterceptor {

    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final Supplier<ViewPositions> views;

    WaitForPosition(Supplier<ViewPositions> views) {
        this.views = views;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var asked = request.getHeader(EventPosition.WAIT_HEADER);
        if (asked == null || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        var reads = method.getMethodAnnotation(ReadsView.class);
        if (reads != null && !views.get().await(reads.value(), position(asked), AT_MOST)) {
            throw Failure.of(FailureCode.TRY_LATER);
        }
        return true;
    }

    private static long position(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Failure.invalid(EventPosition.WAIT_HEADER, "position.invalid");
        }
        return Long.parseLong(text);
    }
}
