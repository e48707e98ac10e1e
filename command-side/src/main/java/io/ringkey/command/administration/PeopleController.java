package io.ringkey.command.administration;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountCommand;
import io.ringkey.api.account.AccountCommand.BlockPerson;
import io.ringkey.api.account.AccountCommand.SetRole;
import io.ringkey.api.account.AccountCommand.UnblockPerson;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.OwnWrites;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Roles and blocks, by administrators. Each call says how things shall be, so repeating it changes nothing. */
@RestController
@Tag(name = "Roles and blocks")
@Requires(Role.ADMIN)
class PeopleController {

    private final Commands commands;
    private final OwnWrites ownWrites;
    private final Accounts accounts;

    PeopleController(Commands commands, OwnWrites ownWrites, Accounts accounts) {
        this.commands = commands;
        this.ownWrites = ownWrites;
        this.accounts = accounts;
    }

    record RoleBody(
            @Schema(
                    implementation = String.class,
                    allowableValues = {"user", "moderator", "admin"},
                    example = "moderator")
            @Nullable
            Role role) {}

    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PutMapping(path = "/api/admin/users/{user_id}/role", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Set a person's role", description = "Counts at once, also for tokens handed out before.")
    void setRole(Caller caller, @PersonId AccountId person, @RequestBody RoleBody body) {
        if (body.role() == null) {
            throw Failure.invalid("role", "required");
        }
        send(new SetRole(known(person), body.role(), caller.account()), caller);
    }

    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/api/admin/users/{user_id}/block")
    @Idempotent
    @Operation(summary = "Block a person", description = "Signs them out everywhere and keeps them from signing in.")
    @Fails(FailureCode.FIELD_INVALID)
    void block(Caller caller, @PersonId AccountId person) {
        if (caller.is(person)) {
            throw Failure.invalid("user_id", "block.oneself");
        }
        send(new BlockPerson(known(person), caller.account()), caller);
    }

    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping("/api/admin/users/{user_id}/unblock")
    @Idempotent
    @Operation(summary = "Let a blocked person sign in again")
    void unblock(Caller caller, @PersonId AccountId person) {
        send(new UnblockPerson(known(person), caller.account()), caller);
    }

    private AccountId known(AccountId person) {
        if (accounts.standing(person).isEmpty()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        return person;
    }

    private void send(AccountCommand command, Caller caller) {
        ownWrites.settle(commands.send(command, Void.class, caller.account()).position());
    }
}
