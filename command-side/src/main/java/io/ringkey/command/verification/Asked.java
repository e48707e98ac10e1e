package io.ringkey.command.verification;

import io.ringkey.api.verification.ChallengeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request for a code comes to. */
sealed interface Asked {

    /** A new challenge, in the place of another or of none. */
    record Anew(Challenge challenge, @Nullable ChallengeId replaced) implements Asked {}

    /** The living challenge's code is to be sent once more. */
    record Again(Challenge challenge) implements Asked {}

    /** Too soon to send anything; the living challenge stands. */
    record Already(Challenge challenge) implements Asked {}

    /** Too soon, and no challenge that could still be met. */
    record TooSoon(Instant retryAt) implements Asked {}
}
