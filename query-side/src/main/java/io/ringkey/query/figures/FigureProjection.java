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
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Keeps the table {@code figure}. */
@Component
@ProcessingGroup("figures")
@KeepsTables("figure")
class FigureProjection {

    private final FigureRows rows;

    FigureProjection(FigureRows rows) {
        this.rows = rows;
    }

    @EventHandler
    void on(CodeVerified event) {
        rows.add(Figure.SIGN_INS, event.verifiedAt());
    }

    @EventHandler
    void on(WrongCodeGiven event) {
        rows.add(Figure.WRONG_CODES, event.givenAt());
    }

    @EventHandler
    void on(CodeRequested event) {
        rows.add(Figure.CODES_ASKED, event.requestedAt());
    }

    @EventHandler
    void on(CodeSent event) {
        rows.add(Figure.CODES_SENT, event.sentAt());
    }

    @EventHandler
    void on(SendingFailed event) {
        rows.add(Figure.SENDING_FAILED, event.failedAt());
    }

    @EventHandler
    void on(PersonRegistered event) {
        rows.add(Figure.NEW_PEOPLE, event.registeredAt());
    }

    @EventHandler
    void on(InviteApplied event) {
        rows.add(Figure.REFERRALS, event.appliedAt());
    }

    @EventHandler
    void on(AccountErased event) {
        rows.add(Figure.ERASED, event.erasedAt());
    }

    @EventHandler
    void on(RefreshTokenReused event) {
        rows.add(Figure.TOKENS_REUSED, event.reusedAt());
    }

    @EventHandler
    void on(LimitRefused event) {
        rows.add(FigureRows.REFUSALS + WireNames.of(event.rule()), event.refusedAt(), 1);
    }

    /** The first refusal of each subject was counted when it happened. */
    @EventHandler
    void on(RefusalsCounted event) {
        rows.add(FigureRows.REFUSALS + WireNames.of(event.rule()), event.from(), event.refusals() - event.subjects());
    }
}
