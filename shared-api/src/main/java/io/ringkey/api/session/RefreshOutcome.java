package io.ringkey.api.session;

import io.ringkey.api.account.AccountId;

/** What came of presenting a refresh token. */
public sealed interface RefreshOutcome {

    /**
     * The session goes on; the old token is dead.
     *
     * @param confirmed whether whoever signed in is known to be the person still
     */
    record Refreshed(AccountId account, SessionId session, boolean confirmed, SessionSecret refreshToken)
            implements RefreshOutcome {}

    /** The token is unknown, expired, of an ended session, or was replaced: one answer for all. */
    record Refused() implements RefreshOutcome {}
}
