package io.ringkey.api.session;

import io.ringkey.api.account.AccountId;

/** What came of presenting a refresh token. */
public sealed interface RefreshOutcome {

    /** The session goes on; the old token is dead. */
    record Refreshed(AccountId account, SessionId session, SessionSecret refreshToken) implements RefreshOutcome {}

    /** The token is unknown, expired, of an ended session, or was replaced: one answer for all. */
    record Refused() implements RefreshOutcome {}
}
