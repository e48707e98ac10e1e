package io.ringkey.api.verification;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import org.jspecify.annotations.Nullable;

/** What came of giving a code. */
public sealed interface VerificationOutcome {

    /**
     * The code was right and is now spent.
     *
     * @param confirmed whether whoever signed in is known to be the person still
     * @param newUser whether this was the person's first time
     * @param secret what the client gets to hold, shown this once: the cookie of a browser session or a refresh token
     * @param device what the device gets to hold, shown this once; {@code null} when it is recognised already or wants none
     */
    record SignedIn(
            AccountId account,
            SessionId session,
            boolean confirmed,
            boolean newUser,
            String inviteCode,
            SessionSecret secret,
            @Nullable DeviceSecret device)
            implements VerificationOutcome {}

    /** The code was wrong; the guess is on record. */
    record WrongCode(int attemptsLeft) implements VerificationOutcome {}

    /** No challenge takes this code: expired, used, spent, never asked for. The client is not told which. */
    record NoChallenge() implements VerificationOutcome {}

    /** The code was right, but this person may not sign in. */
    record Blocked() implements VerificationOutcome {}
}
