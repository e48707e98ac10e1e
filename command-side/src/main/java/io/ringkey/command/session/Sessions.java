package io.ringkey.command.session;

import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import java.util.Optional;
import java.util.UUID;

/**
 * Signed-in sessions, as other features need them. To be called by command handlers only: every call works in the
 * caller's own unit of work and transaction, and is undone with it. Thread-safe.
 */
public interface Sessions {

    /**
     * Opens a session for somebody who has just given a right code.
     *
     * @param subject the account's subject, whose key protects what the session's events hold
     * @return what the client gets to hold: the value of the browser's cookie or a refresh token, by the way in
     */
    Opened open(
            AccountId account, UUID subject, ChallengeId challenge, Way way, DeviceClass deviceClass, Origin origin);

    /**
     * Makes the token pair of a session that was opened for a browser.
     *
     * @return the session with its refresh token; nothing when the session has ended or has a pair already
     */
    Optional<Opened> handOutPair(SessionId session);

    /**
     * Ends a session; one that has ended stays so.
     *
     * @return whether it is ended by this call
     */
    boolean end(SessionId session, EndReason reason);

    /**
     * Ends all sessions of an account, and recognises none of its devices any more.
     *
     * @param except a session to leave, or empty
     * @return how many were ended by this call
     */
    int endAll(AccountId account, EndReason reason, Optional<SessionId> except);

    /** Whose session this is; nothing when there is none. */
    Optional<AccountId> ownerOf(SessionId session);

    /**
     * A session, and what its client is given to hold, once.
     *
     * @param confirmed whether whoever opened it is known to be the person
     */
    record Opened(SessionId session, SessionSecret secret, boolean confirmed) {}
}
