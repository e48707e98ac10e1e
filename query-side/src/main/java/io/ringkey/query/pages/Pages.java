package io.ringkey.query.pages;

import io.ringkey.api.Caller;
import io.ringkey.web.problem.ProblemMessages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Makes pages in the language of whoever reads them. Safe for concurrent use. */
@Component
public final class Pages {

    private final ProblemMessages languages;
    private final PageWords words = new PageWords(ProblemMessages.LANGUAGES);

    Pages(ProblemMessages languages) {
        this.languages = languages;
    }

    /**
     * A page, which finds its words as {@code words} and their language as {@code language}.
     *
     * @param name of the template, below {@code templates/ringkey/}
     * @param acceptLanguage what the reader's browser asks for
     */
    public ModelAndView page(String name, HttpStatus status, @Nullable String acceptLanguage) {
        Locale language = languages.languageFor(acceptLanguage);
        return new ModelAndView("ringkey/" + name, status)
                .addObject("language", language.getLanguage())
                .addObject("words", words.in(language))
                .addObject("times", new Times())
                .addObject("links", new Links());
    }

    /**
     * A page of the desk, which also finds the reader's {@code role}, the menu's {@code sections}, its own {@code path},
     * and {@code ids} and {@code json} that show what they are given.
     *
     * @param name of the template, below {@code templates/ringkey/}
     */
    public ModelAndView desk(String name, Caller caller, HttpServletRequest request) {
        return page(name, HttpStatus.OK, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                .addObject("role", caller.role().wireName())
                .addObject("sections", Section.of(caller.role()))
                .addObject("path", request.getRequestURI())
                .addObject("ids", new ShortIds())
                .addObject("json", new ShownJson());
    }

    /**
     * The page for whoever is not signed in, which shows the page that was asked for once they are.
     *
     * @param why the key of the words that say for whom that page is
     */
    public ModelAndView signIn(String why, @Nullable String acceptLanguage) {
        return page("pages/sign-in", HttpStatus.OK, acceptLanguage).addObject("why", why);
    }
}
