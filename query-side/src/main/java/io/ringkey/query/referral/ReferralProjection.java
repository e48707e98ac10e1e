package io.ringkey.query.referral;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.query.MissingRow;
import io.ringkey.query.Newest;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import io.ringkey.web.cursor.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Keeps who brought whom, what of it was revoked and which questions were dismissed; answers whom somebody brought. */
@Component
@ProcessingGroup("profiles")
@KeepsTables({"referral", "revoked_referral", "dismissed_question"})
class ReferralProjection implements TakesMany {

    private final ReferralRows rows;
    private final BroughtRows brought;

    ReferralProjection(ReferralRows rows, BroughtRows brought) {
        this.rows = rows;
        this.brought = brought;
    }

    @QueryHandler
    Page<ReferralItem> referrals(FindReferrals query) {
        UUID inviter = query.inviter().value();
        if (!rows.knows(inviter)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var page = Newest.page(query.cursor(), query.limit());
        var found = rows.newest(inviter, page.before(), page.beforeId(), page.rows());
        return page.of(found, Function.identity(), item -> Cursor.of(item.appliedAt(), item.userId()));
    }

    @EventHandler
    void on(InviteApplied event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(ReferralRevoked event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(QuestionDismissed event, EventMessage<?> message) {
        takeIn(message);
    }

    @Override
    public void takeIn(List<? extends EventMessage<?>> events) {
        var applied = new ArrayList<InviteApplied>();
        for (EventMessage<?> message : events) {
            switch (message.getPayload()) {
                case InviteApplied event -> applied.add(event);
                case ReferralRevoked revoked -> {
                    brought.add(applied);
                    applied.clear();
                    revoke(revoked);
                }
                case QuestionDismissed event ->
                    rows.dismiss(
                            event.question(),
                            event.people(),
                            event.reason().wireName(),
                            event.by(),
                            event.dismissedAt());
                default -> {
                    // of no referral
                }
            }
        }
        brought.add(applied);
    }

    private void revoke(ReferralRevoked event) {
        int revoked = rows.revoke(event.account(), event.reason().wireName(), event.by(), event.revokedAt());
        if (revoked == 0 && !rows.isRevoked(event.account())) {
            throw new MissingRow("referral", event.account());
        }
    }
}
