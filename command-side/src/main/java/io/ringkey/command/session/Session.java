package io.ringkey.command.session;

import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.session.SessionId;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.spring.stereotype.Aggregate;

/** What is on record of a session: that it was opened, ended, seen from elsewhere. Refreshing it is not. */
@Aggregate
public class Session {

    @AggregateIdentifier
    private SessionId id;

    private UUID account;
    private UUID subject;
    private boolean ended;

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    Session() {}

    @SuppressWarnings("NullAway.Init")
    Session(SessionOpened opened) {
        AggregateLifecycle.apply(opened);
    }

    /** Whether the session is ended by this. */
    boolean end(EndReason reason, Instant now) {
        if (ended) {
            return false;
        }
        AggregateLifecycle.apply(new SessionEnded(id.value(), account, reason, now));
        return true;
    }

    void leaveUnconfirmed(Instant now) {
        AggregateLifecycle.apply(new SessionLeftUnconfirmed(id.value(), account, now));
    }

    void confirm(UUID by, Instant now) {
        AggregateLifecycle.apply(new SessionConfirmed(id.value(), account, by, now));
    }

    void seenElsewhere(Origin from, Instant now) {
        AggregateLifecycle.apply(new SessionSeenElsewhere(
                id.value(),
                account,
                now,
                Personal.of(subject, from.address()),
                Personal.ofNullable(subject, from.userAgent())));
    }

    void refreshTokenReused(Origin from, Instant now) {
        if (ended) {
            return;
        }
        AggregateLifecycle.apply(new RefreshTokenReused(
                id.value(),
                account,
                now,
                Personal.of(subject, from.address()),
                Personal.ofNullable(subject, from.userAgent())));
        end(EndReason.REFRESH_TOKEN_REUSED, now);
    }

    @EventSourcingHandler
    void on(SessionOpened event) {
        id = new SessionId(event.session());
        account = event.account();
        subject = event.subject();
    }

    @EventSourcingHandler
    void on(SessionEnded event) {
        ended = true;
    }
}
