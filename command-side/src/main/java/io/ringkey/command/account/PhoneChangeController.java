package io.ringkey.command.account;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.phonechange.PhoneChangeCommand.ChangePhone;
import io.ringkey.api.phonechange.PhoneChangeOutcome;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.people.ProfileBody;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The second half of changing one's number: the code that the new number was sent. */
@RestController
@Tag(name = "People")
@SelfOr(Role.ADMIN)
class PhoneChangeController {

    private final Commands commands;
    private final ProfileReading profiles;
    private final FreshSessions sessions;
    private final DevelopmentDoors doors;
    private final URI publicUrl;

    PhoneChangeController(
            Commands commands,
            ProfileReading profiles,
            FreshSessions sessions,
            DevelopmentDoors doors,
            Settings settings) {
        this.commands = commands;
        this.profiles = profiles;
        this.sessions = sessions;
        this.doors = doors;
        this.publicUrl = settings.publicUrl();
    }

    record NewNumberProof(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "4071") @Nullable
            String authCode) {

        @Override
        public String toString() {
            return "(code)";
        }
    }

    @PutMapping(path = "/api/users/{user_id}/phone", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Prove the new number",
            description = "By the session that asked for the change, still within ten minutes of its sign-in by a code,"
                    + " with the code sent to the new number. The person's other sessions end, and the former number is"
                    + " free. Only for the person themselves, whatever the role.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @Fails({FailureCode.CODE_WRONG, FailureCode.SESSION_NOT_FRESH, FailureCode.PHONE_TAKEN, FailureCode.DOOR_CLOSED})
    ResponseEntity<ProfileBody> prove(
            Caller caller,
            @PersonId AccountId person,
            @RequestBody NewNumberProof body,
            Origin origin,
            HttpServletRequest request) {
        doors.refuseForwarded(request);
        if (!caller.is(person)) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
        sessions.require(caller);
        var command = new ChangePhone(person, caller.session(), code(body.authCode()), origin);
        var answer = commands.send(command, PhoneChangeOutcome.class, caller.account());
        if (answer.position() > 0) {
            EventPosition.answer(answer.position());
        }
        return switch (answer.outcome()) {
            case PhoneChangeOutcome.Changed changed -> {
                var now =
                        profiles.after(answer.position(), person).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
                ProfileBody profile = ProfileBody.of(now, publicUrl);
                yield ResponseEntity.ok().eTag(profile.tag(now.version())).body(profile);
            }
            case PhoneChangeOutcome.Taken taken -> throw Failure.of(FailureCode.PHONE_TAKEN);
            case PhoneChangeOutcome.WrongCode wrong -> throw wrongCode(wrong.attemptsLeft());
            case PhoneChangeOutcome.NoChallenge none -> throw wrongCode(0);
        };
    }

    private static Failure wrongCode(int attemptsLeft) {
        return Failure.of(FailureCode.CODE_WRONG).with("attempts_left", attemptsLeft);
    }

    private static OneTimeCode code(@Nullable String typed) {
        if (typed == null) {
            throw Failure.invalid("auth_code", "required");
        }
        if (!OneTimeCode.isWellFormed(typed)) {
            throw Failure.invalid("auth_code", "code.invalid");
        }
        return new OneTimeCode(typed);
    }
}
