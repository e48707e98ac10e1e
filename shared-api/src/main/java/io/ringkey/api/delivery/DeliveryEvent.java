package io.ringkey.api.delivery;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;

/** What became of sending a code; kept on the stream of its number. */
public sealed interface DeliveryEvent extends DomainEvent {

    /** The random id of the number's stream. */
    UUID stream();

    /** The challenge whose code was to be sent. */
    UUID challenge();

    /** Which sending of this challenge it was, counted from 1. */
    int send();

    /**
     * The sender took the message.
     *
     * @param sender the sender's name in the settings, such as {@code webhook}
     */
    @StoredName("delivery.code-sent")
    record CodeSent(UUID stream, UUID challenge, int send, String sender, Instant sentAt) implements DeliveryEvent {}

    /**
     * The message was given up.
     *
     * @param reason a short word for the cause, never what a gateway answered
     */
    @StoredName("delivery.sending-failed")
    record SendingFailed(UUID stream, UUID challenge, int send, String sender, String reason, Instant failedAt)
            implements DeliveryEvent {}
}
