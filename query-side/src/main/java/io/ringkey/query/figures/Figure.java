package io.ringkey.query.figures;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import java.util.Objects;

/** What is counted, event by event. */
enum Figure {
    SIGN_INS(CodeVerified.class),
    WRONG_CODES(WrongCodeGiven.class),
    CODES_ASKED(CodeRequested.class),
    CODES_SENT(CodeSent.class),
    SENDING_FAILED(SendingFailed.class),
    NEW_PEOPLE(PersonRegistered.class),
    REFERRALS(InviteApplied.class),
    ERASED(AccountErased.class),
    TOKENS_REUSED(RefreshTokenReused.class);

    private final Class<? extends DomainEvent> event;

    Figure(Class<? extends DomainEvent> event) {
        this.event = event;
    }

    /** As it is called in the table, in answers and in the pages' words. */
    String wireName() {
        return WireNames.of(this);
    }

    /** The stored name of the events that are counted. */
    String eventType() {
        return Objects.requireNonNull(event.getAnnotation(StoredName.class)).value();
    }
}
