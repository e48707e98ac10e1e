package io.ringkey.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for what went wrong outside of Spring's handlers: in a filter, or in the server itself. */
@Controller
final class ProblemErrorController implements ErrorController {

    private final ThrownAnswers answers;
    private final ProblemWriter writer;

    ProblemErrorController(ThrownAnswers answers, ProblemWriter writer) {
        this.answers = answers;
        this.writer = writer;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            answers.answer(thrown, request, response);
        } else {
            // Asked for by a client, this address is like any other that does not exist.
            var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
            writer.write(request, response, Failures.ofStatus(status));
        }
    }
}
