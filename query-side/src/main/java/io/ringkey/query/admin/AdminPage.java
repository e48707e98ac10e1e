package io.ringkey.query.admin;

import io.ringkey.api.Caller;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.people.PeopleQuery.FindPeople;
import io.ringkey.api.people.PersonItem;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.Queries;
import io.ringkey.query.admin.Shown.Links;
import io.ringkey.query.admin.Shown.Payloads;
import io.ringkey.query.admin.Shown.ShortIds;
import io.ringkey.query.admin.Shown.Times;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.Inspections;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.problem.ProblemMessages;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lists people and, for an admin, the newest events. Open to anyone, because whoever is not signed in is shown where to
 * do so.
 */
@Controller
@Hidden
class AdminPage {

    private static final String ROWS = "20";

    private final Queries queries;
    private final EventRecords records;
    private final Inspections inspections;
    private final ProblemMessages languages;
    private final PageWords words = new PageWords(ProblemMessages.LANGUAGES);

    AdminPage(Queries queries, EventRecords records, Inspections inspections, ProblemMessages languages) {
        this.queries = queries;
        this.records = records;
        this.inspections = inspections;
        this.languages = languages;
    }

    @GetMapping("/admin")
    @Anyone
    ModelAndView page(
            @Nullable Caller caller,
            HttpServletRequest request,
            @RequestParam(name = "people", required = false) @Nullable String peopleCursor,
            @RequestParam(name = "events", required = false) @Nullable String eventsCursor,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage) {
        Locale language = languages.languageFor(acceptLanguage);
        if (caller == null) {
            return view("sign-in", HttpStatus.OK, language);
        }
        return switch (caller.role()) {
            case USER -> view("refused", HttpStatus.FORBIDDEN, language);
            case MODERATOR, ADMIN -> {
                inspections.looked(caller, request, null);
                yield overview(caller.role(), peopleCursor, eventsCursor, language);
            }
        };
    }

    private ModelAndView overview(
            Role role, @Nullable String peopleCursor, @Nullable String eventsCursor, Locale language) {
        return view("overview", HttpStatus.OK, language)
                .addObject("role", role.wireName())
                .addObject("people", people(peopleCursor, role))
                .addObject("peopleCursor", peopleCursor)
                .addObject("events", role == Role.ADMIN ? events(eventsCursor) : null)
                .addObject("eventsCursor", eventsCursor)
                .addObject("links", new Links())
                .addObject("times", new Times())
                .addObject("ids", new ShortIds())
                .addObject("json", new Payloads());
    }

    private Page<PersonItem> people(@Nullable String cursor, Role seenBy) {
        return queries.page(new FindPeople(null, cursor, Integer.parseInt(ROWS), seenBy), PersonItem.class);
    }

    private Page<EventItem> events(@Nullable String cursor) {
        var paging = Paging.of(ROWS, cursor);
        long before =
                paging.cursor() == null ? EventRecords.NEWEST : paging.cursor().number(0);
        var found = records.page(EventFilter.ALL, List.of(), before, paging.limit() + 1);
        return paging.page(found, Function.identity(), event -> Cursor.of(event.index()));
    }

    private ModelAndView view(String name, HttpStatus status, Locale language) {
        var view = new ModelAndView("ringkey/admin/" + name, status);
        view.addObject("language", language.getLanguage());
        view.addObject("words", words.in(language));
        return view;
    }
}
