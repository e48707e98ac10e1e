package io.ringkey.api.session;

import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a session. */
public sealed interface SessionCommand {

    /** Exchanges a refresh token for its successor. Answered with a {@link RefreshOutcome}. */
    record RefreshSession(SessionSecret refreshToken, Origin origin) implements SessionCommand {}

    /** Ends a session; one that has ended stays so. */
    record EndSession(@TargetAggregateIdentifier SessionId session, EndReason reason) implements SessionCommand {}

    /** Ends a session of this account. Answered with whether there was such a one, still live. */
    record EndSessionOf(AccountId account, SessionId session, EndReason reason) implements SessionCommand {}

    /** Ends all sessions of an account. Answered with whether there is such an account. */
    record EndAllSessions(AccountId account, EndReason reason) implements SessionCommand {}

    /**
     * Confirms that whoever opened a session of this account is the person. Answered with whether there is such a
     * session, confirmed now or before.
     */
    record ConfirmSession(AccountId account, SessionId session, AccountId by) implements SessionCommand {}

    /** Confirms all sessions of an account. Answered with how many were unconfirmed. */
    record ConfirmPerson(AccountId account, AccountId by) implements SessionCommand {}
}
