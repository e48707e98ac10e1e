package io.ringkey.query.login;

import io.ringkey.api.Personal;
import io.ringkey.api.WireNames;
import io.ringkey.api.delivery.DeliveryEvent;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
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
import io.ringkey.eventstore.RecordPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/** What some events make of the login history. For one thread. */
final class LoginChanges {

    final List<Entry> entries = new ArrayList<>();
    /** Of two people whom a stream is tied to in turn, what waited there is the first one's. */
    final Map<UUID, UUID> accountsOfStreams = new LinkedHashMap<>();

    /**
     * Where an entry comes from.
     *
     * @param position in the record; {@code null} when only the event's id tells it
     */
    record Source(UUID event, UUID stream, @Nullable Long position) {

        static Source of(EventMessage<?> message) {
            return new Source(
                    UUID.fromString(message.getIdentifier()),
                    UUID.fromString(((DomainEventMessage<?>) message).getAggregateIdentifier()),
                    RecordPosition.of(message).orElse(null));
        }
    }

    /**
     * What is to be written of an event.
     *
     * @param account whose it is, or {@code null} to take whoever holds the stream, if that is known
     * @param stream the number's stream that it is about
     */
    record Entry(
            Source source,
            UUID stream,
            @Nullable UUID account,
            Instant at,
            String what,
            @Nullable UUID session,
            @Nullable Personal address,
            @Nullable Personal userAgent,
            @Nullable String detail) {}

    /** From now on, and for what stands there already, the stream's entries are this person's. */
    void tie(UUID stream, UUID account) {
        accountsOfStreams.putIfAbsent(stream, account);
    }

    void of(VerificationEvent event, Source source) {
        switch (event) {
            case CodeRequested asked ->
                add(source, null, asked.requestedAt(), "asked", null, asked.address(), asked.userAgent(), null);
            case CodeRequestedAgain asked ->
                add(source, null, asked.requestedAt(), "asked", null, asked.address(), asked.userAgent(), null);
            case WrongCodeGiven wrong ->
                add(source, null, wrong.givenAt(), "failed", null, wrong.address(), wrong.userAgent(), null);
            case SignInRefused refused ->
                add(
                        source,
                        refused.account(),
                        refused.refusedAt(),
                        "refused",
                        null,
                        refused.address(),
                        refused.userAgent(),
                        "blocked");
            case CodeVerified verified -> {
                tie(verified.stream(), verified.account());
                add(
                        source,
                        verified.account(),
                        verified.verifiedAt(),
                        "verified",
                        verified.session(),
                        verified.address(),
                        verified.userAgent(),
                        WireNames.of(verified.way()));
            }
            case NumberProved proved -> {
                tie(proved.stream(), proved.account());
                add(
                        source,
                        proved.account(),
                        proved.provedAt(),
                        "verified",
                        proved.session(),
                        proved.address(),
                        proved.userAgent(),
                        "change-phone");
            }
            // It stands with whoever holds the number, as every try at it does.
            case ChangeRefused refused ->
                add(
                        source,
                        null,
                        refused.refusedAt(),
                        "refused",
                        null,
                        refused.address(),
                        refused.userAgent(),
                        "phone-taken");
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
    void of(LimitRefused refused, Source source) {
        UUID number = refused.numberStream();
        if (number != null) {
            entries.add(new Entry(
                    source,
                    number,
                    null,
                    refused.refusedAt(),
                    "refused",
                    null,
                    null,
                    null,
                    WireNames.of(refused.rule())));
        }
    }

    void of(DeliveryEvent event, Source source) {
        switch (event) {
            case CodeSent sent -> add(source, null, sent.sentAt(), "sent", null, null, null, sent.sender());
            case SendingFailed failed ->
                add(source, null, failed.failedAt(), "sending-failed", null, null, null, failed.reason());
        }
    }

    void of(SessionEvent event, Source source) {
        switch (event) {
            case SessionOpened opened -> {
                // the code's verification says it
            }
            case SessionSeenElsewhere seen ->
                add(
                        source,
                        seen.account(),
                        seen.seenAt(),
                        "refreshed-elsewhere",
                        seen.session(),
                        seen.address(),
                        seen.userAgent(),
                        null);
            case RefreshTokenReused reused ->
                add(
                        source,
                        reused.account(),
                        reused.reusedAt(),
                        "refresh-token-reused",
                        reused.session(),
                        reused.address(),
                        reused.userAgent(),
                        null);
            case SessionLeftUnconfirmed left ->
                add(source, left.account(), left.leftAt(), "unconfirmed", left.session(), null, null, null);
            case SessionConfirmed confirmed ->
                add(
                        source,
                        confirmed.account(),
                        confirmed.confirmedAt(),
                        "confirmed",
                        confirmed.session(),
                        null,
                        null,
                        null);
            case SessionEnded ended ->
                add(
                        source,
                        ended.account(),
                        ended.endedAt(),
                        "ended",
                        ended.session(),
                        null,
                        null,
                        WireNames.of(ended.reason()));
        }
    }

    private void add(
            Source source,
            @Nullable UUID account,
            Instant at,
            String what,
            @Nullable UUID session,
            @Nullable Personal address,
            @Nullable Personal userAgent,
            @Nullable String detail) {
        entries.add(new Entry(source, source.stream(), account, at, what, session, address, userAgent, detail));
    }
}
