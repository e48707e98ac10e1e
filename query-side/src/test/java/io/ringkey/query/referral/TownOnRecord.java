package io.ringkey.query.referral;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.Way;
import io.ringkey.query.referral.Town.Life;
import io.ringkey.query.referral.Town.Sighting;
import io.ringkey.query.support.RunningQuerySide;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;

/** Puts a town on record as the writing side would have, with the state of its sessions. */
final class TownOnRecord {

    private static final int EVENTS_AT_ONCE = 500;

    private final RunningQuerySide side;
    private final Map<UUID, Long> sequences = new HashMap<>();
    private final List<EventMessage<?>> waiting = new ArrayList<>();
    private int numbers;

    TownOnRecord(RunningQuerySide side) {
        this.side = side;
    }

    /** Of a person the account is there before the code is applied; whoever brought them was there before. */
    void put(Collection<Life> lives) {
        lives.forEach(this::signUp);
        lives.forEach(this::apply);
        flush();
    }

    private void signUp(Life life) {
        int number = ++numbers;
        UUID account = life.id;
        UUID subject = side.newId();
        UUID stream = side.newId();
        UUID challenge = side.newId();
        UUID session = side.newId();
        Sighting first = life.sightings.getFirst();
        var address = Personal.of(subject, first.address());
        var client = Personal.of(subject, first.client());
        append(
                account,
                new PersonRegistered(
                        account, subject, stream, Personal.of(subject, "+7923%07d".formatted(number)), first.at()),
                new InviteCodeGiven(account, code(number), first.at()));
        append(
                stream,
                new CodeVerified(stream, challenge, account, session, Way.TOKEN_PAIR, first.at(), address, client));
        append(
                session,
                new SessionOpened(
                        session,
                        account,
                        subject,
                        challenge,
                        Way.TOKEN_PAIR,
                        DeviceClass.UNRECOGNISED,
                        first.at(),
                        first.at().plusSeconds(9_999_999),
                        address,
                        client));
        for (Sighting later : life.sightings.subList(1, life.sightings.size())) {
            append(
                    session,
                    new SessionSeenElsewhere(
                            session,
                            account,
                            later.at(),
                            Personal.of(subject, later.address()),
                            Personal.of(subject, later.client())));
        }
        side.database()
                .sql("""
                        INSERT INTO command_state.session_access
                               (session_id, account_id, role, blocked, ended, expires_at, signed_in_at, last_used_at)
                        VALUES (?, ?, 'user', false, false, ?, ?, ?)
                        """)
                .params(session, account, utc(first.at().plusSeconds(9_999_999)), utc(first.at()), utc(life.lastUsed))
                .update();
    }

    private void apply(Life life) {
        if (life.inviter != null) {
            append(
                    life.id,
                    new InviteApplied(life.id, life.inviter.id, "CDE234", Objects.requireNonNull(life.applied)));
        }
    }

    void append(UUID stream, DomainEvent... events) {
        for (DomainEvent event : events) {
            waiting.add(new GenericDomainEventMessage<>(
                    "Test",
                    stream.toString(),
                    sequences.merge(stream, 0L, (before, zero) -> before + 1),
                    event,
                    MetaData.emptyInstance(),
                    side.newId().toString(),
                    side.bean(Clock.class).instant()));
        }
        if (waiting.size() >= EVENTS_AT_ONCE) {
            flush();
        }
    }

    void flush() {
        side.bean(EventStore.class).publish(List.copyOf(waiting));
        waiting.clear();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String code(int number) {
        var code = new StringBuilder();
        for (int rest = number; code.length() < InviteCode.LENGTH; rest /= InviteCode.ALPHABET.length()) {
            code.insert(0, InviteCode.ALPHABET.charAt(rest % InviteCode.ALPHABET.length()));
        }
        return code.toString();
    }
}
