package io.ringkey.query.login;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.delivery.DeliveryEvent;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.verification.VerificationEvent;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.Newest;
import io.ringkey.query.login.LoginChanges.Source;
import io.ringkey.query.login.LoginRows.Stored;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/**
 * Keeps the login history. What happens on a number's stream before its holder has an account waits there, and becomes
 * theirs when they sign in.
 */
@Component
@ProcessingGroup(LoginProjection.VIEW)
@KeepsTables(
        value = {"login_entry", "login_stream"},
        writesBy = {"login_entry_of_account", "login_entry_untied", "login_stream_of_account"})
class LoginProjection implements TakesMany {

    static final String VIEW = "logins";
    /** How long somebody is waited for whom this view may only not have come to yet. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private final LoginRows rows;
    private final ViewPositions views;
    private final EventRecords records;

    LoginProjection(LoginRows rows, ViewPositions views, EventRecords records) {
        this.rows = rows;
        this.views = views;
        this.records = records;
    }

    @QueryHandler
    Page<LoginItem> logins(FindLogins query) {
        UUID account = query.account().value();
        if (!knows(account)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var page = Newest.page(query.cursor(), query.limit());
        var found = rows.newest(account, page.before(), page.beforeNumber(), page.rows());
        return page.of(found, Stored::item, stored -> Cursor.of(stored.item().at(), stored.position()));
    }

    /** Who has just signed in for the first time sees their history without doing anything for it. */
    private boolean knows(UUID account) {
        return rows.knows(account) || (views.await(VIEW, records.newest(), ARRIVAL) && rows.knows(account));
    }

    @EventHandler
    void on(VerificationEvent event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(LimitRefused event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(DeliveryEvent event, EventMessage<?> message) {
        takeIn(message);
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
        var changes = new LoginChanges();
        for (EventMessage<?> message : events) {
            Source source = Source.of(message);
            switch (message.getPayload()) {
                case VerificationEvent event -> changes.of(event, source);
                case LimitRefused refused -> changes.of(refused, source);
                case DeliveryEvent event -> changes.of(event, source);
                case SessionEvent event -> changes.of(event, source);
                case PersonRegistered registered -> changes.tie(registered.numberStream(), registered.account());
                case AccountErased erased -> {
                    rows.write(changes);
                    changes = new LoginChanges();
                    rows.erase(erased.account());
                }
                default -> {
                    // nothing of a login
                }
            }
        }
        rows.write(changes);
    }
}
