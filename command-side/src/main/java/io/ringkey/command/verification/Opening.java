package io.ringkey.command.verification;

import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;

/** What a right code would open at this moment, if anything. */
sealed interface Opening {

    /** The challenge waits for its code. */
    record SignIn(ChallengeId challenge) implements Opening {}

    /** The code was used by a browser, whose session has its pair of tokens to be handed out. */
    record Pair(ChallengeId challenge, SessionId session) implements Opening {}

    /** No code is worth anything here. */
    record Closed() implements Opening {}
}
