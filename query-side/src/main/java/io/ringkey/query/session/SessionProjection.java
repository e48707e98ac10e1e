package io.ringkey.query.session;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.people.PeopleQuery.FindSessions;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.query.Newest;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import io.ringkey.web.cursor.Cursor;
import java.util.List;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Keeps where sessions that have not ended are used from, and answers which of them live. */
@Component
@ProcessingGroup("sessions")
@KeepsTables(
        value = {"session", "session_holder"},
        writesBy = "session_of_account")
class SessionProjection implements TakesMany {

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
    void on(SessionEvent event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(PersonRegistered event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(AccountErased event, EventMessage<?> message) {
        takeIn(message);
    }

    @Override
    public void takeIn(List<? extends EventMessage<?>> events) {
        var changes = new SessionChanges();
        for (EventMessage<?> message : events) {
            switch (message.getPayload()) {
                case SessionEvent event -> changes.of(event);
                case PersonRegistered registered -> changes.register(registered.account());
                case AccountErased erased -> {
                    rows.write(changes);
                    changes = new SessionChanges();
                    rows.erase(erased.account());
                }
                default -> {
                    // of no session
                }
            }
        }
        rows.write(changes);
    }
}
