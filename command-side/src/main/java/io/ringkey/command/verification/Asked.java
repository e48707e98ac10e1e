package io.ringkey.command.verification;

import io.ringkey.api.verification.ChallengeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request for a code comes to. */
sealed interface Asked {

    /**
     * A new challenge, in the place of another or of none.
     *
     * @param resendAt from when asking again sends again, here and below
     * @param forgiven whether wrong codes count no more from here on
     */
    record Anew(Challenge challenge, @Nullable ChallengeId replaced, Instant resendAt, boolean forgiven)
            implements Asked {}

    /** The living challenge's code is to be sent once more. */
    record Again(Challenge challenge, Instant resendAt) implements Asked {}

    /** Too soon to send anything; the living challenge stands. */
    record Already(Challenge challenge, Instant resendAt) implements Asked {}

    /** Too soon, and no challenge that could still be met. */
    record TooSoon(Instant retryAt) implements Asked {}
}
