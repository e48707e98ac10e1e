package io.ringkey.query.home;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.PeopleQuery.FindSessions;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.query.Queries;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.AlsoUnconfirmed;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.people.ProfileBody;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** Signs people in, and shows them what is theirs. An invite's link leads here too, with the code in it. */
@Controller
@Hidden
class HomePage {

    private static final String PATH = "/";
    private static final String INVITE = "invite";
    private static final int ROWS = 10;

    private final Queries queries;
    private final Pages pages;
    private final URI publicUrl;

    HomePage(Queries queries, Pages pages, Settings settings) {
        this.queries = queries;
        this.pages = pages;
        this.publicUrl = settings.publicUrl();
    }

    @GetMapping(PATH)
    @Anyone
    @AlsoUnconfirmed
    ModelAndView page(
            @Nullable Caller caller,
            @RequestParam(name = INVITE, required = false) @Nullable String invite,
            @RequestParam(name = "people", required = false) @Nullable String people,
            @RequestParam(name = "sessions", required = false) @Nullable String sessions,
            @RequestParam(name = "logins", required = false) @Nullable String logins,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage) {
        if (caller == null) {
            return pages.signIn(invite == null ? "sign_in_of_people" : "sign_in_of_invited", acceptLanguage);
        }
        ProfileView profile = queries.find(new GetProfile(caller.account()), ProfileView.class)
                .orElseThrow(() -> Failure.of(FailureCode.TRY_LATER));
        if (!caller.confirmed()) {
            return pages.page("home/unconfirmed", HttpStatus.OK, acceptLanguage).addObject("phone", profile.phone());
        }
        var cursors = new HashMap<String, @Nullable String>();
        cursors.put("people", people);
        cursors.put("sessions", sessions);
        cursors.put("logins", logins);
        String link = linkOf(profile);
        return pages.page("home/profile", HttpStatus.OK, acceptLanguage)
                .addObject("profile", ProfileBody.of(profile, publicUrl))
                .addObject("staff", caller.role() != Role.USER)
                .addObject(
                        "invited",
                        invite == null
                                ? null
                                : InviteCode.parse(invite)
                                        .map(InviteCode::value)
                                        .orElse(null))
                .addObject("link", link)
                .addObject("qr", QrPicture.of(link))
                .addObject("cursors", cursors)
                .addObject(
                        "people", queries.page(new FindReferrals(caller.account(), people, ROWS), ReferralItem.class))
                .addObject(
                        "sessions",
                        queries.page(
                                new FindSessions(caller.account(), caller.session(), sessions, ROWS),
                                SessionItem.class))
                .addObject("logins", queries.page(new FindLogins(caller.account(), logins, ROWS), LoginItem.class));
    }

    private String linkOf(ProfileView profile) {
        return UriComponentsBuilder.fromUri(publicUrl)
                .path(PATH)
                .queryParam(INVITE, profile.inviteCode())
                .encode()
                .toUriString();
    }
}
