package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.referral.ReferralQuestionEvent;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.eventstore.TypedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was answered to a question about referrals. */
final class QuestionFold implements StreamFold {

    private @Nullable QuestionDismissed dismissed;

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        if (event instanceof ReferralQuestionEvent own) {
            take(own);
            return true;
        }
        return false;
    }

    private void take(ReferralQuestionEvent own) {
        switch (own) {
            case QuestionDismissed event -> dismissed = event;
        }
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("question", dismissed == null ? null : dismissed.question());
        state.put("people", dismissed == null ? null : dismissed.people());
        state.put("reason", dismissed == null ? null : dismissed.reason().wireName());
        state.put("by", dismissed == null ? null : dismissed.by());
        state.put("dismissed_at", dismissed == null ? null : dismissed.dismissedAt());
        return state;
    }
}
