package io.ringkey.command.verification;

import java.time.Instant;

/** What a request for a code would come to. */
sealed interface Intent {

    /** Whether a message would be sent. */
    default boolean sends() {
        return this instanceof Anew || this instanceof Again;
    }

    /**
     * A new challenge.
     *
     * @param wrongCodes those that count against its class of devices
     */
    record Anew(int codeLength, int attempts, int wrongCodes) implements Intent {}

    /** The living challenge's code once more. */
    record Again(Challenge challenge) implements Intent {}

    /** Nothing is sent; the living challenge stands. */
    record Already(Challenge challenge, Instant resendAt) implements Intent {}

    /** Nothing is sent, and no challenge lives. */
    record TooSoon(Instant retryAt) implements Intent {}

    /**
     * A new challenge as the rules have it.
     *
     * @param shortest digits that a code must have at least, whatever the number's own budgets say
     * @param wrongCodes those that count
     */
    static Anew first(VerificationRules rules, int shortest, int wrongCodes) {
        int length = Math.max(shortest, rules.lengthAfter(wrongCodes));
        return new Anew(length, rules.guesses(length, wrongCodes), wrongCodes);
    }
}
