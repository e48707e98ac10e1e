package io.ringkey.query.figures;

import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/** Keeps the table {@code figure}. */
@Component
@ProcessingGroup("figures")
@KeepsTables("figure")
class FigureProjection implements TakesMany {

    private final FigureRows rows;

    FigureProjection(FigureRows rows) {
        this.rows = rows;
    }

    @EventHandler
    void on(CodeVerified event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(WrongCodeGiven event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(CodeRequested event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(CodeSent event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(SendingFailed event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(PersonRegistered event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(InviteApplied event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(AccountErased event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(RefreshTokenReused event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(LimitRefused event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(RefusalsCounted event, EventMessage<?> message) {
        takeIn(message);
    }

    @Override
    public void takeIn(List<? extends EventMessage<?>> events) {
        var counted = new Counted();
        events.forEach(message -> count(message.getPayload(), counted));
        rows.add(counted);
    }

    private static void count(Object event, Counted counted) {
        switch (event) {
            case CodeVerified verified -> counted.add(Figure.SIGN_INS, verified.verifiedAt());
            case WrongCodeGiven wrong -> counted.add(Figure.WRONG_CODES, wrong.givenAt());
            case CodeRequested asked -> counted.add(Figure.CODES_ASKED, asked.requestedAt());
            case CodeSent sent -> counted.add(Figure.CODES_SENT, sent.sentAt());
            case SendingFailed failed -> counted.add(Figure.SENDING_FAILED, failed.failedAt());
            case PersonRegistered registered -> counted.add(Figure.NEW_PEOPLE, registered.registeredAt());
            case InviteApplied applied -> counted.add(Figure.REFERRALS, applied.appliedAt());
            case AccountErased erased -> counted.add(Figure.ERASED, erased.erasedAt());
            case RefreshTokenReused reused -> counted.add(Figure.TOKENS_REUSED, reused.reusedAt());
            case LimitRefused refused ->
                counted.add(FigureRows.REFUSALS + WireNames.of(refused.rule()), refused.refusedAt(), 1);
            // The first refusal of each subject was counted when it happened.
            case RefusalsCounted more ->
                counted.add(
                        FigureRows.REFUSALS + WireNames.of(more.rule()),
                        more.from(),
                        more.refusals() - more.subjects());
            default -> {
                // nothing that is counted
            }
        }
    }
}
