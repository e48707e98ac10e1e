package io.ringkey.command.verification;

import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a challenge stands.
 *
 * @param sends how often its code was wanted to be sent
 * @param use what its code was used for, or {@code null} while it was not
 */
record Challenge(
        ChallengeId id,
        Purpose purpose,
        int codeLength,
        int attemptsLeft,
        int sends,
        Instant expiresAt,
        @Nullable Use use) {

    /**
     * What a right code opened.
     *
     * @param pairDue whether the session still has its pair of tokens to be handed out for the same code
     */
    record Use(SessionId session, boolean pairDue) {}

    /** Whether a code can still be tried at it. */
    boolean takesGuessesAt(Instant now) {
        return attemptsLeft > 0 && now.isBefore(expiresAt);
    }

    Challenge sentAgain(int send) {
        return new Challenge(id, purpose, codeLength, attemptsLeft, send, expiresAt, use);
    }

    Challenge guessedWrong(int left) {
        return new Challenge(id, purpose, codeLength, left, sends, expiresAt, use);
    }

    Challenge used(Use what) {
        return new Challenge(id, purpose, codeLength, attemptsLeft, sends, expiresAt, what);
    }
}
