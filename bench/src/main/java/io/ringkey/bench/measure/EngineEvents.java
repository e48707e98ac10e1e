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
import io.ringkey.eventstore.Gathering;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;

/** Appends through the real engine: three events of a session that is opened, seen elsewhere and ended. */
final class EngineEvents {

    static final int THREADS = 8;

    /** As commands. */
    private static final int MOST_TOGETHER = 64;

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

    /** As {@link #rate}, but whoever comes while others append shares one transaction with those that have come, as commands do. */
    double rateTogether(int threads, Duration lasts) {
        var gathering = new Gathering<Pending>();
        return ClosedLoop.rate(threads, lasts, client -> () -> {
            var mine = new Pending(session());
            gathering.serve(mine, MOST_TOGETHER, this::appendAll);
            mine.orFail();
        });
    }

    private void append() {
        append(session());
    }

    private void appendAll(List<Pending> all) {
        try {
            append(all.stream().flatMap(one -> one.events.stream()).toList());
        } catch (RuntimeException failed) {
            all.forEach(one -> one.failure = failed);
        } finally {
            all.forEach(Pending::served);
        }
    }

    private void append(List<DomainEventMessage<SessionEvent>> events) {
        var work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage(ids.next()));
        work.attachTransaction(transactions);
        var result = work.executeWithResult(() -> {
            store.publish(events);
            return events.size();
        });
        if (result.isExceptional()) {
            throw new IllegalStateException("not appended", result.exceptionResult());
        }
    }

    private List<DomainEventMessage<SessionEvent>> session() {
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
        return IntStream.range(0, events.size())
                .<DomainEventMessage<SessionEvent>>mapToObj(sequence ->
                        new GenericDomainEventMessage<>("Session", session.toString(), sequence, events.get(sequence)))
                .toList();
    }

    /** Events that wait to be appended, with others' or alone. */
    private static final class Pending extends Gathering.Caller {

        private final List<DomainEventMessage<SessionEvent>> events;
        private volatile @Nullable RuntimeException failure;

        Pending(List<DomainEventMessage<SessionEvent>> events) {
            this.events = events;
        }

        void served() {
            done();
        }

        void orFail() {
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
        }
    }
}
