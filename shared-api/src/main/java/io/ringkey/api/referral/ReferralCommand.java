package io.ringkey.api.referral;

import io.ringkey.api.account.AccountId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a person's place in the chain of invitations. */
public sealed interface ReferralCommand {

    /** Applies another person's invite code: once, for good. Answered with a {@link ReferralOutcome}. */
    record ApplyInvite(@TargetAggregateIdentifier AccountId account, InviteCode code) implements ReferralCommand {}

    /**
     * Tries a text that can be no invite code: counts as a wrong one (I3). Answered with a {@link ReferralOutcome} other
     * than {@code Applied}.
     */
    record TryNoInvite(@TargetAggregateIdentifier AccountId account) implements ReferralCommand {}

    /**
     * Takes back that somebody brought this person, for good; also of a person who has left. Answered with a {@link
     * RevocationOutcome}.
     */
    record RevokeReferral(@TargetAggregateIdentifier AccountId account, RevocationReason reason, AccountId by)
            implements ReferralCommand {}
}
