package io.ringkey.command.erasure;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountCommand.EraseAccount;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.position.ViewPositions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Leaving. */
@RestController
@Tag(name = "People")
class ErasingController {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Commands commands;
    private final Accounts accounts;
    private final ViewPositions views;
    private final BrowserCookies cookies;

    ErasingController(Commands commands, Accounts accounts, ViewPositions views, BrowserCookies cookies) {
        this.commands = commands;
        this.accounts = accounts;
        this.views = views;
        this.cookies = cookies;
    }

    @DeleteMapping("/api/users/{user_id}")
    @SelfOr(Role.ADMIN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Erase a person",
            description = "Signed out everywhere at once; the number is free, the invite code void.")
    void erase(Caller caller, @PersonId AccountId person, HttpServletResponse response) {
        if (accounts.standing(person).isEmpty()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var erased = commands.send(new EraseAccount(person, caller.account()), Void.class, caller.account());
        EventPosition.answer(erased.position());
        if (caller.is(person)) {
            cookies.clear(response);
        }
        views.await("profiles", erased.position(), PATIENCE);
    }
}
