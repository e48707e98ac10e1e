package io.ringkey.api.referral;

import io.ringkey.api.account.AccountId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a person's place in the chain of invitations. */
public sealed interface ReferralCommand {

    /** Applies another person's invite code: once, for good. Answered with a {@link ReferralOutcome}. */
    record ApplyInvite(@TargetAggregateIdentifier AccountId account, InviteCode code) implements ReferralCommand {}
}
