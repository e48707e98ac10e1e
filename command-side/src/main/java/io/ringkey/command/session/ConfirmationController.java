package io.ringkey.command.session;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionCommand.ConfirmPerson;
import io.ringkey.api.session.SessionCommand.ConfirmSession;
import io.ringkey.api.session.SessionId;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.idempotency.Idempotent;
import io.ringkey.web.position.EventPosition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Saying that whoever signed in with a long unused number is the person. Repeating it changes nothing. */
@RestController
@Tag(name = "Sign-in")
class ConfirmationController {

    private final Commands commands;

    ConfirmationController(Commands commands) {
        this.commands = commands;
    }

    @SelfOr(Role.ADMIN)
    @Operation(
            summary = "Confirm a session as one's own",
            description = "By another session of the same person, or by an admin.")
    @PostMapping("/api/users/{user_id}/sessions/{session_id}/confirm")
    @Idempotent
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(Caller caller, @PersonId AccountId person, @PathVariable("session_id") SessionId session) {
        var done =
                commands.send(new ConfirmSession(person, session, caller.account()), Boolean.class, caller.account());
        if (!done.outcome()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        answer(done.position());
    }

    @Requires(Role.ADMIN)
    @Operation(summary = "Confirm all sessions of a person as their own")
    @PostMapping("/api/admin/users/{user_id}/confirm")
    @Idempotent
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirmAll(Caller caller, @PersonId AccountId person) {
        answer(commands.send(new ConfirmPerson(person, caller.account()), Integer.class, caller.account())
                .position());
    }

    private static void answer(long position) {
        if (position > 0) {
            EventPosition.answer(position);
        }
    }
}
