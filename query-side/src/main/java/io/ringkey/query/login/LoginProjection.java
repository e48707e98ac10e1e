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
import io.ringkey.query.Newest;
import io.ringkey.query.login.LoginChanges.Source;
import io.ringkey.query.login.LoginRows.Stored;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import io.ringkey.web.cursor.Cursor;
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
@ProcessingGroup("logins")
@KeepsTables({"login_entry", "login_stream"})
class LoginProjection implements TakesMany {

    private final LoginRows rows;

    LoginProjection(LoginRows rows) {
        this.rows = rows;
    }

    @QueryHandler
    Page<LoginItem> logins(FindLogins query) {
        UUID account = query.account().value();
        if (!rows.knows(account)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        var page = Newest.page(query.cursor(), query.limit());
        var found = rows.newest(account, page.before(), page.beforeNumber(), page.rows());
        return page.of(found, Stored::item, stored -> Cursor.of(stored.item().at(), stored.position()));
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
