package io.ringkey.command.delivery;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.ChallengeId;
import java.time.Instant;

/** Takes codes to people. Implementations are thread-safe, answer within seconds, and never log what they carry. */
interface CodeSender {

    /** The sender's name in the settings and in the record. */
    String name();

    /** Hands a message over, once. */
    Sent send(Message message);

    /**
     * A code on its way.
     *
     * @param text what the person reads, the code in it
     * @param send which sending of the challenge it is; with the challenge's id it tells a message sent twice
     */
    record Message(PhoneNumber phone, String text, String code, ChallengeId challenge, int send, Instant expiresAt) {

        /** Secret. */
        @Override
        public String toString() {
            return "(message of challenge " + challenge + ")";
        }
    }

    /** What became of it. */
    sealed interface Sent {

        /** It was taken. */
        record Taken() implements Sent {}

        /**
         * It was not taken, this time.
         *
         * @param reason a short word for the record, never what a gateway answered
         */
        record Failed(String reason) implements Sent {}
    }
}
