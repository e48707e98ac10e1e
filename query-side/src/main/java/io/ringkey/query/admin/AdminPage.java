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
import io.ringkey.query.admin.Shown.Payloads;
import io.ringkey.query.admin.Shown.ShortIds;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.Inspections;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
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
    private final Pages pages;

    AdminPage(Queries queries, EventRecords records, Inspections inspections, Pages pages) {
        this.queries = queries;
        this.records = records;
        this.inspections = inspections;
        this.pages = pages;
    }

    @GetMapping("/admin")
    @Anyone
    ModelAndView page(
            @Nullable Caller caller,
            HttpServletRequest request,
            @RequestParam(name = "people", required = false) @Nullable String peopleCursor,
            @RequestParam(name = "events", required = false) @Nullable String eventsCursor,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage) {
        if (caller == null) {
            return pages.signIn("sign_in_of_staff", acceptLanguage);
        }
        return switch (caller.role()) {
            case USER -> pages.page("admin/refused", HttpStatus.FORBIDDEN, acceptLanguage);
            case MODERATOR, ADMIN -> {
                inspections.looked(caller, request, null);
                yield overview(caller.role(), peopleCursor, eventsCursor, acceptLanguage);
            }
        };
    }

    private ModelAndView overview(
            Role role, @Nullable String peopleCursor, @Nullable String eventsCursor, @Nullable String acceptLanguage) {
        var cursors = new HashMap<String, @Nullable String>();
        cursors.put("people", peopleCursor);
        cursors.put("events", eventsCursor);
        return pages.page("admin/overview", HttpStatus.OK, acceptLanguage)
                .addObject("role", role.wireName())
                .addObject("people", people(peopleCursor, role))
                .addObject("events", role == Role.ADMIN ? events(eventsCursor) : null)
                .addObject("cursors", cursors)
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
}
