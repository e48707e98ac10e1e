package io.ringkey.command.account;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountCommand.GiveUpNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.OwnWrites;
import io.ringkey.web.access.AlsoUnconfirmed;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For whoever holds the number of somebody who does not use it any more. */
@RestController
@Tag(name = "Sign-in")
class StartAnewController {

    private final Commands commands;
    private final OwnWrites ownWrites;
    private final BrowserCookies cookies;

    StartAnewController(Commands commands, OwnWrites ownWrites, BrowserCookies cookies) {
        this.commands = commands;
        this.ownWrites = ownWrites;
        this.cookies = cookies;
    }

    @SelfOr(Role.ADMIN)
    @AlsoUnconfirmed
    @Operation(
            summary = "Start as a new person with this number",
            description = "By an unconfirmed session alone. The person who held the number stays without one, their"
                    + " sessions end, this one too, and whoever signs in with the number next is somebody new.")
    @Fails(FailureCode.PERSON_CONFIRMED)
    @PostMapping("/api/users/{user_id}/start-anew")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void startAnew(Caller caller, @PersonId AccountId person, HttpServletResponse response) {
        if (!caller.is(person)) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
        var done = commands.send(new GiveUpNumber(person, caller.session()), Boolean.class, person);
        if (!done.outcome()) {
            throw Failure.of(FailureCode.PERSON_CONFIRMED);
        }
        ownWrites.settle(done.position());
        cookies.clear(response);
    }
}
