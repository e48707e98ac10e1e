package io.ringkey.query.login;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.delivery.DeliveryEvent;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.VerificationEvent;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.SignInRefused;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesForgiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesRemembered;
import io.ringkey.query.Newest;
import io.ringkey.query.login.LoginRows.Entry;
import io.ringkey.query.login.LoginRows.Stored;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.web.cursor.Cursor;
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
class LoginProjection {

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
        switch (event) {
            case CodeRequested asked ->
                add(
                        message,
                        new Entry(null, asked.requestedAt(), "asked", null, asked.address(), asked.userAgent(), null));
            case CodeRequestedAgain asked ->
                add(
                        message,
                        new Entry(null, asked.requestedAt(), "asked", null, asked.address(), asked.userAgent(), null));
            case WrongCodeGiven wrong ->
                add(
                        message,
                        new Entry(null, wrong.givenAt(), "failed", null, wrong.address(), wrong.userAgent(), null));
            case SignInRefused refused ->
                add(
                        message,
                        new Entry(
                                refused.account(),
                                refused.refusedAt(),
                                "refused",
                                null,
                                refused.address(),
                                refused.userAgent(),
                                "blocked"));
            case CodeVerified verified -> {
                rows.tie(verified.stream(), verified.account());
                add(
                        message,
                        new Entry(
                                verified.account(),
                                verified.verifiedAt(),
                                "verified",
                                verified.session(),
                                verified.address(),
                                verified.userAgent(),
                                WireNames.of(verified.way())));
            }
            case NumberProved proved -> {
                rows.tie(proved.stream(), proved.account());
                add(
                        message,
                        new Entry(
                                proved.account(),
                                proved.provedAt(),
                                "verified",
                                proved.session(),
                                proved.address(),
                                proved.userAgent(),
                                "change-phone"));
            }
            // It stands with whoever holds the number, as every try at it does.
            case ChangeRefused refused ->
                add(
                        message,
                        new Entry(
                                null,
                                refused.refusedAt(),
                                "refused",
                                null,
                                refused.address(),
                                refused.userAgent(),
                                "phone-taken"));
            case PairHandedOut handedOut -> {
                // the second half of a sign-in that is on the list already
            }
            case WrongCodesForgiven forgiven -> {
                // how codes grow and shrink is nothing that a person did
            }
            case WrongCodesRemembered remembered -> {
                // the same
            }
        }
    }

    /** The record holds the first refusal of each window; more of them are summed up, and nobody's own. */
    @EventHandler
    void on(LimitRefused refused, EventMessage<?> message) {
        UUID number = refused.numberStream();
        if (number != null) {
            add(
                    message,
                    new Entry(
                            null,
                            refused.refusedAt(),
                            "refused",
                            null,
                            null,
                            null,
                            WireNames.of(refused.rule()),
                            number));
        }
    }

    @EventHandler
    void on(DeliveryEvent event, EventMessage<?> message) {
        switch (event) {
            case CodeSent sent -> add(message, Entry.of(sent.sentAt(), "sent", sent.sender()));
            case SendingFailed failed -> add(message, Entry.of(failed.failedAt(), "sending-failed", failed.reason()));
        }
    }

    @EventHandler
    void on(SessionEvent event, EventMessage<?> message) {
        switch (event) {
            case SessionOpened opened -> {
                // the code's verification says it
            }
            case SessionSeenElsewhere seen ->
                add(
                        message,
                        new Entry(
                                seen.account(),
                                seen.seenAt(),
                                "refreshed-elsewhere",
                                seen.session(),
                                seen.address(),
                                seen.userAgent(),
                                null));
            case RefreshTokenReused reused ->
                add(
                        message,
                        new Entry(
                                reused.account(),
                                reused.reusedAt(),
                                "refresh-token-reused",
                                reused.session(),
                                reused.address(),
                                reused.userAgent(),
                                null));
            case SessionLeftUnconfirmed left ->
                add(message, new Entry(left.account(), left.leftAt(), "unconfirmed", left.session(), null, null, null));
            case SessionConfirmed confirmed ->
                add(
                        message,
                        new Entry(
                                confirmed.account(),
                                confirmed.confirmedAt(),
                                "confirmed",
                                confirmed.session(),
                                null,
                                null,
                                null));
            case SessionEnded ended ->
                add(
                        message,
                        new Entry(
                                ended.account(),
                                ended.endedAt(),
                                "ended",
                                ended.session(),
                                null,
                                null,
                                WireNames.of(ended.reason())));
        }
    }

    @EventHandler
    void on(PersonRegistered event) {
        rows.tie(event.numberStream(), event.account());
    }

    @EventHandler
    void on(AccountErased event) {
        rows.erase(event.account());
    }

    private void add(EventMessage<?> message, Entry entry) {
        rows.add(UUID.fromString(message.getIdentifier()), entry);
    }
}
