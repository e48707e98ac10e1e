package io.ringkey.api.referral;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;

/** What becomes of questions about referrals; each has a stream of its own. */
public sealed interface ReferralQuestionEvent extends DomainEvent {

    /** The question, whose id is its stream's. */
    UUID question();

    /**
     * An admin said that what the question is about is all right.
     *
     * @param people how many people it was about then
     */
    @StoredName("referral.question-dismissed")
    record QuestionDismissed(UUID question, int people, DismissalReason reason, UUID by, Instant dismissedAt)
            implements ReferralQuestionEvent {}
}
