package io.ringkey.command.session;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;

/** Sessions of whoever holds a number that nobody had used for long, and is perhaps not the person. Thread-safe. */
public interface UnconfirmedSessions {

    /**
     * Whether a session of the account is unconfirmed and has not ended. For command handlers: it stays so until the
     * transaction's end.
     */
    boolean lock(AccountId account, SessionId session);
}
