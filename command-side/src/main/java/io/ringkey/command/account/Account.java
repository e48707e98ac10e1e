package io.ringkey.command.account;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.BlockPerson;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountCommand.EraseAccount;
import io.ringkey.api.account.AccountCommand.SetRole;
import io.ringkey.api.account.AccountCommand.UnblockPerson;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.NumberGivenUp;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.AvatarChange;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralCommand.RevokeReferral;
import io.ringkey.api.referral.ReferralCommand.TryNoInvite;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.avatar.Avatars;
import io.ringkey.command.referral.Referrals;
import io.ringkey.command.referral.Referrals.Decision;
import io.ringkey.command.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** One person. */
@Aggregate
public final class Account {

    @AggregateIdentifier
    private UUID id;

    private Profile profile = Profile.EMPTY;
    private @Nullable String avatar;
    private @Nullable InviteCode applied;
    private @Nullable UUID inviter;
    private boolean revoked;
    private Role role = Role.USER;
    private boolean blocked;
    private boolean erased;

    /** For Axon, which replays the stream into it. */
    Account() {}

    Account(AccountId id, UUID subject, NumberStreamId number, PhoneNumber phone, InviteCode code, Instant now) {
        apply(new PersonRegistered(id.value(), subject, number.value(), Personal.of(subject, phone.e164()), now));
        apply(new InviteCodeGiven(id.value(), code.value(), now));
    }

    @CommandHandler
    ProfileOutcome handle(ChangeProfile command, Referrals referrals, Avatars avatars, Clock clock) {
        if (erased) {
            return new ProfileOutcome.Gone();
        }
        if (command.ifVersion() != null && !command.ifVersion().equals(getVersion())) {
            return new ProfileOutcome.Stale();
        }
        // The invitation goes first: it alone can refuse, and then nothing of the body may be applied.
        ReferralOutcome invitation = command.inviteCode() == null
                ? new ReferralOutcome.AlreadyThis()
                : applyInvite(command.inviteCode(), referrals, clock);
        return switch (invitation) {
            case ReferralOutcome.Refused refused -> new ProfileOutcome.InviteRefused();
            case ReferralOutcome.TooManyWrong many -> new ProfileOutcome.TooManyWrongInvites(many.pause());
            case ReferralOutcome.AlreadyAnother another -> new ProfileOutcome.InviteAlreadyApplied();
            case ReferralOutcome.Applied now -> {
                changeRest(command, avatars, clock);
                yield new ProfileOutcome.Changed();
            }
            case ReferralOutcome.AlreadyThis same ->
                changeRest(command, avatars, clock) ? new ProfileOutcome.Changed() : new ProfileOutcome.Unchanged();
        };
    }

    @CommandHandler
    ReferralOutcome handle(ApplyInvite command, Referrals referrals, Clock clock) {
        requireLiving();
        return applyInvite(command.code(), referrals, clock);
    }

    @CommandHandler
    ReferralOutcome handle(TryNoInvite command, Referrals referrals) {
        requireLiving();
        return applied == null ? outcome(referrals.refuse(command.account())) : new ReferralOutcome.AlreadyAnother();
    }

    /** Also of somebody who has left: the inviter would keep what they gained by them. */
    @CommandHandler
    RevocationOutcome handle(RevokeReferral command, Referrals referrals, Clock clock) {
        if (inviter == null) {
            return RevocationOutcome.NOTHING_TO_REVOKE;
        }
        if (revoked) {
            return RevocationOutcome.REVOKED_BEFORE;
        }
        referrals.revoke(command.account());
        apply(new ReferralRevoked(id, inviter, command.reason(), command.by().value(), clock.instant()));
        return RevocationOutcome.REVOKED;
    }

    @CommandHandler
    void handle(SetRole command, AccountRows rows, Clock clock) {
        requireLiving();
        setRole(command.role(), command.by().value(), rows, clock);
    }

    /** What whoever runs the server does, on nobody's behalf. */
    void makeAdmin(AccountRows rows, Clock clock) {
        requireLiving();
        setRole(Role.ADMIN, null, rows, clock);
    }

    /** Makes a number theirs that they have just proved. Failing undoes the whole command. */
    void changePhone(PhoneNumber phone, NumberStreamId number, @Nullable NumberStreamId former, Clock clock) {
        requireLiving();
        if (blocked) {
            throw Failure.of(FailureCode.PERSON_BLOCKED);
        }
        apply(new PhoneChanged(
                id,
                Personal.of(profile.subject(), phone.e164()),
                number.value(),
                former == null ? null : former.value(),
                clock.instant()));
    }

    void giveUpNumber(NumberStreamId number, Clock clock) {
        requireLiving();
        apply(new NumberGivenUp(id, number.value(), clock.instant()));
    }

    @CommandHandler
    void handle(BlockPerson command, AccountRows rows, Sessions sessions, Clock clock) {
        requireLiving();
        if (!blocked) {
            rows.setBlocked(command.account(), true);
            sessions.endAll(command.account(), EndReason.PERSON_BLOCKED, Optional.empty());
            apply(new PersonBlocked(id, command.by().value(), clock.instant()));
        }
    }

    @CommandHandler
    void handle(UnblockPerson command, AccountRows rows, Clock clock) {
        requireLiving();
        if (blocked) {
            rows.setBlocked(command.account(), false);
            apply(new PersonUnblocked(id, command.by().value(), clock.instant()));
        }
    }

    @CommandHandler
    void handle(EraseAccount command, AccountRows rows, Belongings belongings, Clock clock) {
        requireLiving();
        rows.delete(command.account());
        belongings.deleteAllOf(command.account());
        apply(new AccountErased(id, command.by().value(), clock.instant()));
    }

    private ReferralOutcome applyInvite(InviteCode code, Referrals referrals, Clock clock) {
        if (applied != null) {
            return applied.equals(code) && !revoked
                    ? new ReferralOutcome.AlreadyThis()
                    : new ReferralOutcome.AlreadyAnother();
        }
        Decision decision = referrals.bring(new AccountId(id), code);
        if (decision instanceof Decision.BroughtBy now) {
            apply(new InviteApplied(id, now.inviter().value(), code.value(), clock.instant()));
        }
        return outcome(decision);
    }

    private static ReferralOutcome outcome(Decision decision) {
        return switch (decision) {
            case Decision.BroughtBy now -> new ReferralOutcome.Applied();
            case Decision.BroughtBefore before ->
                before.bySameCode() ? new ReferralOutcome.AlreadyThis() : new ReferralOutcome.AlreadyAnother();
            case Decision.Refused refused -> new ReferralOutcome.Refused();
            case Decision.TooManyWrong many -> new ReferralOutcome.TooManyWrong(many.pause());
        };
    }

    private boolean changeRest(ChangeProfile command, Avatars avatars, Clock clock) {
        Profile wanted = profile.with(command.changes());
        boolean changed = !wanted.equals(profile);
        if (changed) {
            apply(wanted.changedEvent(id, command.by().value(), clock.instant()));
        }
        String shown = switch (command.avatar()) {
            case null -> avatar;
            case AvatarChange.Remove none -> null;
            case AvatarChange.Show another -> another.name();
        };
        if (Objects.equals(shown, avatar)) {
            return changed;
        }
        if (shown == null) {
            avatars.deleteAllOf(command.account());
        } else {
            avatars.show(command.account(), shown);
        }
        apply(new AvatarChanged(id, shown, command.by().value(), clock.instant()));
        return true;
    }

    private void setRole(Role wanted, @Nullable UUID by, AccountRows rows, Clock clock) {
        if (role != wanted) {
            rows.setRole(new AccountId(id), wanted);
            apply(new RoleChanged(id, wanted, by, clock.instant()));
        }
    }

    private void requireLiving() {
        if (erased) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
    }

    @EventSourcingHandler
    void on(PersonRegistered event) {
        id = event.account();
        profile = Profile.of(event);
    }

    @EventSourcingHandler
    void on(ProfileChanged event) {
        profile = profile.after(event);
    }

    @EventSourcingHandler
    void on(AvatarChanged event) {
        avatar = event.avatar();
    }

    @EventSourcingHandler
    void on(InviteApplied event) {
        applied = new InviteCode(event.inviteCode());
        inviter = event.inviter();
    }

    @EventSourcingHandler
    void on(ReferralRevoked event) {
        revoked = true;
    }

    @EventSourcingHandler
    void on(RoleChanged event) {
        role = event.role();
    }

    @EventSourcingHandler
    void on(PersonBlocked event) {
        blocked = true;
    }

    @EventSourcingHandler
    void on(PersonUnblocked event) {
        blocked = false;
    }

    @EventSourcingHandler
    void on(AccountErased event) {
        erased = true;
    }
}
