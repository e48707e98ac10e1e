package io.ringkey.command.session;

import static org.axonframework.test.matchers.Matchers.noEvents;

import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID SESSION = new UUID(0x7000, 1);
    private static final UUID ACCOUNT = new UUID(0x7000, 2);
    private static final UUID SUBJECT = new UUID(0x7000, 3);
    private static final Personal ADDRESS = Personal.of(SUBJECT, "192.0.2.7");
    private static final Origin ORIGIN = new Origin("192.0.2.7", null);
    private static final SessionOpened OPENED = new SessionOpened(
            SESSION,
            ACCOUNT,
            SUBJECT,
            new UUID(0x7000, 4),
            Way.TOKEN_PAIR,
            DeviceClass.UNRECOGNISED,
            NOON,
            NOON.plusSeconds(3600),
            ADDRESS,
            null);
    private static final SessionEnded ENDED = new SessionEnded(SESSION, ACCOUNT, EndReason.LOGGED_OUT, NOON);

    private final AggregateTestFixture<Session> fixture = new AggregateTestFixture<>(Session.class);

    @Test
    void isOpened() {
        fixture.givenNoPriorActivity()
                .whenConstructing(() -> new Session(OPENED))
                .expectEvents(OPENED);
    }

    @Test
    void ends() {
        fixture.given(OPENED)
                .whenInvoking(SESSION.toString(), session -> session.end(EndReason.LOGGED_OUT, NOON))
                .expectEvents(ENDED);
    }

    @Test
    void endsOnce() {
        fixture.given(OPENED, ENDED)
                .whenInvoking(SESSION.toString(), session -> session.end(EndReason.PERSON_BLOCKED, NOON))
                .expectEventsMatching(noEvents());
    }

    @Test
    void noticesThatItIsUsedFromElsewhere() {
        fixture.given(OPENED)
                .whenInvoking(SESSION.toString(), session -> session.seenElsewhere(ORIGIN, NOON))
                .expectEvents(new SessionSeenElsewhere(SESSION, ACCOUNT, NOON, ADDRESS, null));
    }

    @Test
    void endsWhenARefreshTokenIsReused() {
        // T6
        fixture.given(OPENED)
                .whenInvoking(SESSION.toString(), session -> session.refreshTokenReused(ORIGIN, NOON))
                .expectEvents(
                        new RefreshTokenReused(SESSION, ACCOUNT, NOON, ADDRESS, null),
                        new SessionEnded(SESSION, ACCOUNT, EndReason.REFRESH_TOKEN_REUSED, NOON));
    }

    @Test
    void recordsNoReuseAfterItsEnd() {
        fixture.given(OPENED, ENDED)
                .whenInvoking(SESSION.toString(), session -> session.refreshTokenReused(ORIGIN, NOON))
                .expectEventsMatching(noEvents());
    }
}
