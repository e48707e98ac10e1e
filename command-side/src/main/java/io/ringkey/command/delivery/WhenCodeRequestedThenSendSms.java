package io.ringkey.command.delivery;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Sends a code once it is on record that somebody asked for it; never when the record is replayed (R3). */
@Component
@ProcessingGroup(WhenCodeRequestedThenSendSms.GROUP)
@DisallowReplay
final class WhenCodeRequestedThenSendSms {

    static final String GROUP = "send-codes";

    private final Sending sending;

    WhenCodeRequestedThenSendSms(Sending sending) {
        this.sending = sending;
    }

    @EventHandler
    void on(CodeRequested event) {
        sending.soon(new ChallengeId(event.challenge()));
    }

    @EventHandler
    void on(CodeRequestedAgain event) {
        sending.soon(new ChallengeId(event.challenge()));
    }
}
