package io.ringkey.query.session;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.people.PeopleQuery.FindSessions;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.query.Newest;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.web.cursor.Cursor;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Keeps where sessions that have not ended are used from, and answers which of them live. */
@Component
@ProcessingGroup("sessions")
@KeepsTables({"session", "session_holder"})
class SessionProjection {

    private final SessionRows rows;

    SessionProjection(SessionRows rows) {
        this.rows = rows;
    }

    @QueryHandler
    Page<SessionItem> sessions(FindSessions query) {
        if (!rows.knows(query.account())) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var page = Newest.page(query.cursor(), query.limit());
        var found = rows.live(query.account(), query.asking(), page.before(), page.beforeId(), page.rows());
        return page.of(found, Function.identity(), item -> Cursor.of(item.openedAt(), item.id()));
    }

    @EventHandler
    void on(SessionEvent event) {
        switch (event) {
            case SessionOpened opened -> rows.add(opened);
            case SessionSeenElsewhere seen -> rows.move(seen);
            case SessionEnded ended -> rows.delete(ended.session());
            case SessionLeftUnconfirmed left -> {
                // whether it is confirmed is asked of the writing side at every call
            }
            case SessionConfirmed confirmed -> {
                // the same
            }
            case RefreshTokenReused reused -> {
                // the session's end, which follows, says enough
            }
        }
    }

    @EventHandler
    void on(PersonRegistered event) {
        rows.register(event.account());
    }

    @EventHandler
    void on(AccountErased event) {
        rows.erase(event.account());
    }
}
