package io.ringkey.query.pages;

import io.ringkey.api.Failure;
import io.ringkey.web.problem.ProblemMessages;
import io.ringkey.web.problem.ProblemWriter;
import io.ringkey.web.problem.ThrownAnswers;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What is shown instead of a page of the desk. */
@ControllerAdvice(annotations = DeskPage.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DeskDoor {

    private final Pages pages;
    private final ThrownAnswers answers;
    private final ProblemWriter problems;
    private final ProblemMessages languages;

    DeskDoor(Pages pages, ThrownAnswers answers, ProblemWriter problems, ProblemMessages languages) {
        this.pages = pages;
        this.answers = answers;
        this.problems = problems;
        this.languages = languages;
    }

    @ExceptionHandler
    ModelAndView instead(Exception thrown, HttpServletRequest request) {
        Failure failure = answers.meaningOf(thrown);
        String acceptLanguage = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        return switch (failure.code()) {
            case TOKEN_INVALID -> pages.signIn("sign_in_of_staff", acceptLanguage);
            case ROLE_MISSING -> pages.page("pages/refused", HttpStatus.FORBIDDEN, acceptLanguage);
            default -> problem(failure, acceptLanguage);
        };
    }

    private ModelAndView problem(Failure failure, @Nullable String acceptLanguage) {
        return pages.page("pages/problem", HttpStatus.valueOf(failure.code().status()), acceptLanguage)
                .addObject("problem", problems.document(failure, languages.languageFor(acceptLanguage), null));
    }
}
