package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

// T10
class RememberedSessionStatesTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final SessionId SESSION = new SessionId(new UUID(1, 1));

    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private Instant now = NOW;
    private SessionState state = live();
    private Runnable meanwhile = () -> {};
    private final RememberedSessionStates states =
            new RememberedSessionStates(this::ask, changes::get, () -> now, nanos::get);

    private Optional<SessionState> ask(SessionId session) {
        asked.incrementAndGet();
        var found = Optional.of(state);
        meanwhile.run();
        return found;
    }

    @Test
    void askOnceForManyCalls() {
        assertThat(states.find(SESSION)).contains(state);
        assertThat(states.find(SESSION)).contains(state);

        assertThat(asked).hasValue(1);
    }

    @Test
    void forgetAfterHalfASecond() {
        states.find(SESSION);
        nanos.addAndGet(Duration.ofMillis(501).toNanos());
        state = ended();

        assertThat(states.find(SESSION)).contains(state);
    }

    @Test
    void forgetWhenThisProcessChangesWhatSomebodyMay() {
        states.find(SESSION);
        state = ended();
        changes.incrementAndGet();

        assertThat(states.find(SESSION)).contains(state);
    }

    @Test
    void doNotRememberWhatWasReadBeforeAChange() {
        meanwhile = changes::incrementAndGet;
        states.find(SESSION);
        meanwhile = () -> {};
        state = ended();

        assertThat(states.find(SESSION)).contains(state);
    }

    @Test
    void askAgainAboutOneThatMayNotCall() {
        state = ended();
        states.find(SESSION);
        state = live();

        assertThat(states.find(SESSION)).contains(state);
    }

    @Test
    void askAgainAboutOneThatHasRunOutSince() {
        states.find(SESSION);
        now = NOW.plus(Duration.ofHours(2));
        state = new SessionState(
                SESSION, state.account(), Role.USER, false, false, now.plusSeconds(60), NOW, NOW, null, true);

        assertThat(states.find(SESSION)).contains(state);
    }

    private static SessionState live() {
        return new SessionState(
                SESSION,
                new AccountId(new UUID(1, 2)),
                Role.USER,
                false,
                false,
                NOW.plus(Duration.ofHours(1)),
                NOW,
                NOW,
                null,
                true);
    }

    private static SessionState ended() {
        return new SessionState(
                SESSION,
                new AccountId(new UUID(1, 2)),
                Role.USER,
                false,
                true,
                NOW.plus(Duration.ofHours(1)),
                NOW,
                NOW,
                null,
                true);
    }
}
