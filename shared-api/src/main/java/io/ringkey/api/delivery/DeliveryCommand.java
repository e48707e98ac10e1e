package io.ringkey.api.delivery;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What the automation that sends codes puts on record. */
public sealed interface DeliveryCommand {

    /** The sender took the message. Recording the same sending twice changes nothing. */
    record RecordCodeSent(
            @TargetAggregateIdentifier NumberStreamId stream, ChallengeId challenge, int send, String sender)
            implements DeliveryCommand {}

    /** The message was given up. */
    record RecordSendingFailed(
            @TargetAggregateIdentifier NumberStreamId stream,
            ChallengeId challenge,
            int send,
            String sender,
            String reason)
            implements DeliveryCommand {}
}
