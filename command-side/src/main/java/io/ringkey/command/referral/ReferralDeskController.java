package io.ringkey.command.referral;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralCommand.RevokeReferral;
import io.ringkey.api.referral.ReferralQuestionCommand.DismissQuestion;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.OwnWrites;
import io.ringkey.command.dispatch.Positioned;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Taking referrals back, and saying that what looked odd is all right. Repeating a call changes nothing. */
@RestController
@RequestMapping("/api/admin/referrals")
@Tag(name = "Referral desk")
@Requires(Role.ADMIN)
class ReferralDeskController {

    /** As many as a page of a question shows at most. */
    private static final int MOST_AT_ONCE = 200;

    private static final int MOST_PEOPLE = 1_000_000;

    private final Commands commands;
    private final BroughtPeople brought;
    private final OwnWrites ownWrites;

    ReferralDeskController(Commands commands, BroughtPeople brought, OwnWrites ownWrites) {
        this.commands = commands;
        this.brought = brought;
        this.ownWrites = ownWrites;
    }

    record RevocationBody(
            @Schema(
                    allowableValues = {"ring", "same-device", "bought", "mistake", "other"},
                    example = "ring")
            @Nullable
            String reason) {}

    record RevocationsBody(
            @Schema(example = "[\"01900000-0000-7000-8000-000000000002\"]") @Nullable
            List<@Nullable UUID> userIds,

            @Schema(
                    allowableValues = {"ring", "same-device", "bought", "mistake", "other"},
                    example = "ring")
            @Nullable
            String reason) {}

    record DismissalBody(
            @Schema(
                    allowableValues = {"family", "workplace", "campaign", "other"},
                    example = "workplace")
            @Nullable
            String reason,

            @Schema(
                    description = "How many people the question was about when it was looked at.",
                    minimum = "1",
                    example = "31")
            @Nullable
            Integer people) {}

    /**
     * What came of revoking several.
     *
     * @param revoked how many were revoked now
     * @param unchanged how many had been before, or were brought by nobody, or are nobody
     */
    record Revocations(
            @Schema(example = "48") int revoked,
            @Schema(example = "2") int unchanged) {}

    @PostMapping(path = "/{user_id}/revoke", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Idempotent
    @Operation(
            summary = "Revoke a person's referral",
            description = "The inviter's count and the person's applied code follow. The person applies no other code;"
                    + " whom the person brought stays with them. A referral that was revoked stays revoked.")
    @Fails({FailureCode.FIELD_INVALID, FailureCode.REFERRAL_NONE})
    void revoke(Caller caller, @PersonId AccountId person, @RequestBody RevocationBody body) {
        RevocationReason reason = reason(body.reason());
        if (!brought.knows(person)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var done = send(new RevokeReferral(person, reason, caller.account()), caller);
        if (done.outcome() == RevocationOutcome.NOTHING_TO_REVOKE) {
            throw Failure.of(FailureCode.REFERRAL_NONE);
        }
        ownWrites.settle(done.position());
    }

    @PostMapping(path = "/revoke", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent
    @Operation(
            summary = "Revoke the referrals of several people",
            description = "Up to 200. Each for itself: when one of them cannot be revoked, the others are.")
    @Fails(FailureCode.FIELD_INVALID)
    Revocations revokeAll(Caller caller, @RequestBody RevocationsBody body) {
        RevocationReason reason = reason(body.reason());
        int revoked = 0;
        long position = 0;
        var people = people(body.userIds());
        for (AccountId person : people) {
            if (brought.knows(person)) {
                var done = send(new RevokeReferral(person, reason, caller.account()), caller);
                revoked += done.outcome() == RevocationOutcome.REVOKED ? 1 : 0;
                position = Math.max(position, done.position());
            }
        }
        ownWrites.settle(position);
        return new Revocations(revoked, people.size() - revoked);
    }

    @PostMapping(path = "/questions/{question_id}/dismiss", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Idempotent
    @Operation(
            summary = "Say that what a question is about is all right",
            description = "It is not asked again, unless it comes to be about many more people.")
    @Fails(FailureCode.FIELD_INVALID)
    void dismiss(Caller caller, @PathVariable("question_id") UUID question, @RequestBody DismissalBody body) {
        if (body.reason() == null) {
            throw Failure.invalid("reason", "required");
        }
        DismissalReason reason =
                DismissalReason.ofWireName(body.reason()).orElseThrow(() -> Failure.invalid("reason", "invalid"));
        Integer people = body.people();
        if (people == null) {
            throw Failure.invalid("people", "required");
        }
        if (people < 1 || people > MOST_PEOPLE) {
            throw Failure.invalid("people", "invalid");
        }
        var done = commands.send(
                new DismissQuestion(question, people, reason, caller.account()), Boolean.class, caller.account());
        ownWrites.settle(done.position());
    }

    private Positioned<RevocationOutcome> send(RevokeReferral command, Caller caller) {
        return commands.send(command, RevocationOutcome.class, caller.account());
    }

    private static RevocationReason reason(@Nullable String name) {
        if (name == null) {
            throw Failure.invalid("reason", "required");
        }
        return RevocationReason.ofWireName(name).orElseThrow(() -> Failure.invalid("reason", "invalid"));
    }

    private static Set<AccountId> people(@Nullable List<@Nullable UUID> ids) {
        if (ids == null || ids.isEmpty()) {
            throw Failure.invalid("user_ids", "required");
        }
        if (ids.size() > MOST_AT_ONCE) {
            throw Failure.invalid("user_ids", "too-long");
        }
        var people = new LinkedHashSet<AccountId>();
        for (UUID id : ids) {
            if (id == null) {
                throw Failure.invalid("user_ids", "invalid");
            }
            people.add(new AccountId(id));
        }
        return people;
    }
}
