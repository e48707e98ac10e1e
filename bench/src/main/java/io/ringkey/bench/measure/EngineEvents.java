package io.ringkey.bench.measure;

import io.ringkey.api.Ids;
import io.ringkey.api.Personal;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.program.WriteSide;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** Appends through the real engine: three events of a session that is opened, seen elsewhere and ended. */
final class EngineEvents {

    static final int THREADS = 8;

    private static final String USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private final EventStore store;
    private final TransactionManager transactions;
    private final Ids ids;
    private final Clock clock;
    private final UUID subject;

    EngineEvents(WriteSide side) {
        this.store = side.bean(EventStore.class);
        this.transactions = side.bean(TransactionManager.class);
        this.ids = side.bean(Ids.class);
        this.clock = side.bean(Clock.class);
        this.subject = ids.next();
    }

    /** Transactions a second, each of three events of one stream, their personal values encrypted with a key that exists. */
    double rate(Duration lasts) {
        Client appending = this::append;
        return ClosedLoop.rate(THREADS, lasts, client -> appending);
    }

    private void append() {
        UUID session = ids.next();
        Instant now = clock.instant();
        var address = Personal.of(subject, "203.0.113.7");
        var client = Personal.of(subject, USER_AGENT);
        List<SessionEvent> events = List.of(
                new SessionOpened(
                        session,
                        subject,
                        subject,
                        session,
                        Way.TOKEN_PAIR,
                        DeviceClass.UNRECOGNISED,
                        now,
                        now.plus(Duration.ofDays(30)),
                        address,
                        client),
                new SessionSeenElsewhere(session, subject, now, address, client),
                new SessionEnded(session, subject, EndReason.LOGGED_OUT, now));
        var work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(session));
        work.attachTransaction(transactions);
        var result = work.executeWithResult(() -> {
            store.publish(IntStream.range(0, events.size())
                    .mapToObj(sequence -> new GenericDomainEventMessage<>(
                            "Session", session.toString(), sequence, events.get(sequence)))
                    .toList());
            return session;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException("not appended", result.exceptionResult());
        }
    }
}
