package io.ringkey.command.session;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.RefreshOutcome;
import io.ringkey.api.session.RefreshOutcome.Refreshed;
import io.ringkey.api.session.RefreshOutcome.Refused;
import io.ringkey.api.session.SessionCommand;
import io.ringkey.api.session.SessionCommand.EndAllSessions;
import io.ringkey.api.session.SessionCommand.EndSession;
import io.ringkey.api.session.SessionCommand.EndSessionOf;
import io.ringkey.api.session.SessionCommand.RefreshSession;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.access.AlsoUnconfirmed;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.position.EventPosition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Going on with a session, and ending it. */
@RestController
@Tag(name = "Sign-in")
class SessionController {

    private final Commands commands;
    private final AccessTokenIssuer issuer;
    private final BrowserCookies cookies;

    SessionController(Commands commands, AccessTokenIssuer issuer, BrowserCookies cookies) {
        this.commands = commands;
        this.issuer = issuer;
        this.cookies = cookies;
    }

    record RefreshRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "AAAAAQGTj1n2zHq4…") @Nullable
            String refresh) {}

    @Anyone
    @Fails(FailureCode.TOKEN_INVALID)
    @Operation(
            summary = "Exchange a refresh token for a new pair",
            description = "The old token is dead. One that is used again ends the session, except that a client whose"
                    + " answer was lost may come again within 30 seconds and gets the same successor.")
    @PostMapping(path = "/api/users/token/refresh", consumes = MediaType.APPLICATION_JSON_VALUE)
    TokenAnswer refresh(@RequestBody RefreshRequest body, Origin origin) {
        if (body.refresh() == null) {
            throw Failure.invalid("refresh", "required");
        }
        var command = new RefreshSession(new SessionSecret(body.refresh()), origin);
        var sent = commands.send(command, RefreshOutcome.class);
        EventPosition.answer(sent.position());
        return switch (sent.outcome()) {
            case Refreshed refreshed ->
                TokenAnswer.of(
                        issuer,
                        refreshed.account(),
                        refreshed.session(),
                        refreshed.confirmed(),
                        refreshed.refreshToken());
            case Refused refused -> throw Failure.of(FailureCode.TOKEN_INVALID);
        };
    }

    @SelfOr(Role.ADMIN)
    @Operation(
            summary = "End one of a person's sessions",
            description = "Ends its tokens and its cookie at once. A session that has ended, or is another's, is not"
                    + " found.")
    @DeleteMapping("/api/users/{user_id}/sessions/{session_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(
            Caller caller,
            @PersonId AccountId person,
            @PathVariable("session_id") SessionId session,
            HttpServletResponse response) {
        send(new EndSessionOf(person, session, reason(caller, person)), caller);
        if (session.equals(caller.session())) {
            cookies.clear(response);
        }
    }

    @SelfOr(Role.ADMIN)
    @Operation(summary = "End all sessions of a person", description = "Signs them out everywhere, here too, at once.")
    @DeleteMapping("/api/users/{user_id}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endAll(Caller caller, @PersonId AccountId person, HttpServletResponse response) {
        send(new EndAllSessions(person, reason(caller, person)), caller);
        if (caller.is(person)) {
            cookies.clear(response);
        }
    }

    private void send(SessionCommand command, Caller caller) {
        var sent = commands.send(command, Boolean.class, caller.account());
        if (!sent.outcome()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        if (sent.position() > 0) {
            EventPosition.answer(sent.position());
        }
    }

    private static EndReason reason(Caller caller, AccountId person) {
        return caller.is(person) ? EndReason.ENDED_BY_OWNER : EndReason.ENDED_BY_ADMIN;
    }

    @Requires(Role.USER)
    @AlsoUnconfirmed
    @Operation(summary = "Sign out", description = "Ends the session, and with it its cookie and its tokens.")
    @PostMapping("/api/users/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(Caller caller, HttpServletResponse response) {
        var command = new EndSession(caller.session(), EndReason.LOGGED_OUT);
        EventPosition.answer(
                commands.send(command, Boolean.class, caller.account()).position());
        cookies.clear(response);
    }
}
