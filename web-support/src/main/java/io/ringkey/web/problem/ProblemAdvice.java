package io.ringkey.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers for whatever a handler throws. */
@RestControllerAdvice
final class ProblemAdvice {

    private final ThrownAnswers answers;

    ProblemAdvice(ThrownAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(Throwable.class)
    void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws BrokenOff {
        if (thrown instanceof BrokenOff brokenOff) {
            // The server closes the connection, and comes back with it to the error page.
            throw brokenOff;
        }
        answers.answer(thrown, request, response);
    }
}
