package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns whatever a handler throws into a problem document. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter writer;

    ProblemAdvice(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler(Throwable.class)
    void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            return;
        }
        var failure = Failures.of(thrown);
        if (failure.code() == FailureCode.INTERNAL) {
            LOG.error("A call failed: {}", Trace.of(thrown));
        } else if (failure.code() == FailureCode.TRY_LATER) {
            LOG.warn("A call was put off: {}", Trace.summary(thrown));
        }
        writer.write(request, response, failure, headers(thrown));
    }

    private static HttpHeaders headers(Throwable thrown) {
        return thrown instanceof ErrorResponse response ? response.getHeaders() : HttpHeaders.EMPTY;
    }
}
