package io.ringkey.api.session;

import io.ringkey.api.Origin;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a session. */
public sealed interface SessionCommand {

    /** Exchanges a refresh token for its successor. Answered with a {@link RefreshOutcome}. */
    record RefreshSession(SessionSecret refreshToken, Origin origin) implements SessionCommand {}

    /** Ends a session; one that has ended stays so. */
    record EndSession(@TargetAggregateIdentifier SessionId session, EndReason reason) implements SessionCommand {}
}
