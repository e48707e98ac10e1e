package io.ringkey.api.verification;

import java.time.Instant;

/** What came of asking for a code. */
public sealed interface CodeRequestOutcome {

    /**
     * A code is on its way, or was already.
     *
     * @param resendAt from when asking again sends the code again
     * @param attemptsLeft wrong guesses that this challenge still takes
     */
    record OnItsWay(
            NumberStreamId stream,
            ChallengeId challenge,
            int codeLength,
            int attemptsLeft,
            Instant expiresAt,
            Instant resendAt)
            implements CodeRequestOutcome {}

    /** The number's own budget is spent: nothing is sent before {@code retryAt}. */
    record BudgetSpent(Instant retryAt) implements CodeRequestOutcome {}
}
