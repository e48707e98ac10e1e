package io.ringkey.api.referral;

import io.ringkey.api.account.AccountId;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a question about referrals. */
public sealed interface ReferralQuestionCommand {

    /**
     * Says that what the question is about is all right. Answered with whether that is news: it is not when it was said
     * before of as many people.
     *
     * @param question its id, as the read side gives it
     * @param people how many people it was about when it was answered: of more of them it may be asked again
     */
    record DismissQuestion(@TargetAggregateIdentifier UUID question, int people, DismissalReason reason, AccountId by)
            implements ReferralQuestionCommand {}
}
