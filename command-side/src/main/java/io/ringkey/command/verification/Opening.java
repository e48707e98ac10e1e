package io.ringkey.command.verification;

import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;

/** What a right code would open at this moment, if anything. */
sealed interface Opening {

    /** The challenge waits for its code. */
    record SignIn(ChallengeId challenge, int codeLength) implements Opening {}

    /**
     * The code was used by a browser, whose session has its pair of tokens to be handed out.
     *
     * @param deviceClass whose challenge it is: the session may have made its device a recognised one since
     */
    record Pair(ChallengeId challenge, SessionId session, DeviceClass deviceClass, int codeLength) implements Opening {}

    /** No code is worth anything here. */
    record Closed() implements Opening {}
}
