package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for what went wrong outside of Spring's handlers: in a filter, or in the server itself. */
@Controller
final class ProblemErrorController implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemErrorController.class);

    private final ProblemWriter writer;

    ProblemErrorController(ProblemWriter writer) {
        this.writer = writer;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            var failure = Failures.of(thrown);
            if (failure.code() == FailureCode.INTERNAL) {
                LOG.error("A call failed: {}", Trace.of(thrown));
            }
            writer.write(request, response, failure);
        } else {
            // Asked for by a client, this address is like any other that does not exist.
            var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
            writer.write(request, response, Failures.ofStatus(status));
        }
    }
}
