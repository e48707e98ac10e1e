package io.ringkey.query.people;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleOrder;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.people.PeopleQuery.FindPeople;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.PeopleQuery.FindSessions;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.PersonItem;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.people.SessionItem;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.EventRecords.Place;
import io.ringkey.query.Queries;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.people.ProfileBody;
import io.ringkey.web.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The people, and each of them. Numbers are masked for everybody: revealing one is an act of its own. */
@DeskPage
class PeoplePages {

    private static final int ROWS = 50;
    private static final int ROWS_OF_A_PERSON = 10;
    private static final int NEWEST_EVENTS = 20;

    private final Queries queries;
    private final Wanted wanted;
    private final Streams streams;
    private final EventRecords records;
    private final Pages pages;
    private final URI publicUrl;

    PeoplePages(Queries queries, Wanted wanted, Streams streams, EventRecords records, Pages pages, Settings settings) {
        this.queries = queries;
        this.wanted = wanted;
        this.streams = streams;
        this.records = records;
        this.pages = pages;
        this.publicUrl = settings.publicUrl();
    }

    @GetMapping("/admin/people")
    @Requires(Role.MODERATOR)
    ModelAndView list(
            Caller caller,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable String role,
            @RequestParam(required = false) @Nullable Boolean blocked,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String cursor) {
        FindPeople query = wanted.of(search, role, blocked, order, cursor, ROWS, Role.MODERATOR);
        var conditions = new LinkedHashMap<String, @Nullable String>();
        conditions.put("search", search);
        conditions.put("role", role);
        conditions.put("blocked", blocked == null ? null : blocked.toString());
        conditions.put("order", order);
        conditions.put("cursor", cursor);
        return pages.desk("people/list", caller, request)
                .addObject("people", queries.page(query, PersonItem.class))
                .addObject("conditions", conditions)
                .addObject("order", WireNames.of(query.order()))
                .addObject(
                        "orders",
                        Arrays.stream(PeopleOrder.values()).map(WireNames::of).toList())
                .addObject(
                        "roles",
                        Arrays.stream(Role.values()).map(Role::wireName).toList());
    }

    @GetMapping("/admin/people/{user_id}")
    @Requires(Role.MODERATOR)
    ModelAndView person(
            Caller caller,
            HttpServletRequest request,
            @PersonId AccountId person,
            @RequestParam(name = "people", required = false) @Nullable String brought,
            @RequestParam(required = false) @Nullable String sessions,
            @RequestParam(required = false) @Nullable String logins) {
        ProfileView profile = queries.find(new GetProfile(person), ProfileView.class)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        boolean isAdmin = caller.role().includes(Role.ADMIN);
        var cursors = new LinkedHashMap<String, @Nullable String>();
        cursors.put("people", brought);
        cursors.put("sessions", sessions);
        cursors.put("logins", logins);
        var page = pages.desk("people/person", caller, request)
                .addObject("profile", ProfileBody.of(profile, publicUrl))
                .addObject("phone", masked(profile.phone()))
                .addObject("email", hidden(profile.email()))
                .addObject("person", listed(person))
                .addObject(
                        "roles",
                        Arrays.stream(Role.values()).map(Role::wireName).toList())
                .addObject("cursors", cursors)
                .addObject(
                        "people",
                        queries.page(new FindReferrals(person, brought, ROWS_OF_A_PERSON), ReferralItem.class))
                .addObject("logins", queries.page(new FindLogins(person, logins, ROWS_OF_A_PERSON), LoginItem.class));
        if (isAdmin) {
            page.addObject(
                    "sessions",
                    queries.page(
                            new FindSessions(person, caller.session(), sessions, ROWS_OF_A_PERSON), SessionItem.class));
            var theirs = streams.of(person);
            page.addObject("streams", theirs)
                    .addObject(
                            "events",
                            records.page(
                                    new EventFilter(null, theirs.all(), null, null, null, null),
                                    List.of(),
                                    Place.NEWEST,
                                    NEWEST_EVENTS,
                                    PayloadLevel.MASKED));
        }
        return page;
    }

    private PersonItem listed(AccountId person) {
        var query = wanted.of(person.value().toString(), null, null, null, null, 1, Role.MODERATOR);
        return queries.page(query, PersonItem.class).items().stream()
                .findFirst()
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
    }

    private static @Nullable String masked(@Nullable String phone) {
        return phone == null ? null : PhoneNumber.mask(phone);
    }

    /** An email by its domain, which tells staff enough to know which of several is meant. */
    private static @Nullable String hidden(@Nullable String email) {
        return email == null ? null : "•••" + email.substring(Math.max(0, email.lastIndexOf('@')));
    }
}
