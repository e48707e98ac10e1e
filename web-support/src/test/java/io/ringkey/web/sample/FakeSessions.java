package io.ringkey.web.sample;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.BrowserSession;
import io.ringkey.web.access.SessionState;
import io.ringkey.web.access.SessionStates;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataAccessResourceFailureException;

/** Sessions in memory; each can be taken away, as a database can. */
public final class FakeSessions implements SessionStates {

    private final Map<SessionId, SessionState> states = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong(1);
    private final Set<SessionId> away = ConcurrentHashMap.newKeySet();
    private final Set<SessionId> lookedUp = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<SessionState> find(SessionId session) {
        lookedUp.add(session);
        if (away.contains(session)) {
            throw new DataAccessResourceFailureException("connection to 10.1.2.3 refused");
        }
        return Optional.ofNullable(states.get(session));
    }

    /** A live session of a new person. */
    public SessionState open(Role role) {
        var state = new SessionState(
                new SessionId(new UUID(2, number.incrementAndGet())),
                new AccountId(new UUID(1, number.incrementAndGet())),
                role,
                false,
                false,
                Instant.parse("2999-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                true);
        states.put(state.session(), state);
        return state;
    }

    public void change(SessionId session, UnaryOperator<SessionState> change) {
        states.computeIfPresent(session, (id, state) -> change.apply(state));
    }

    /** Ties a session to a browser. */
    public BrowserSession browser(SessionState state) {
        var secret = new byte[BrowserSession.SECRET_BYTES];
        secret[0] = (byte) number.incrementAndGet();
        var browser = BrowserSession.of(state.session(), secret);
        change(
                state.session(),
                was -> new SessionState(
                        was.session(),
                        was.account(),
                        was.role(),
                        was.blocked(),
                        was.ended(),
                        was.expiresAt(),
                        was.signedInAt(),
                        was.lastUsedAt(),
                        browser.hash(),
                        was.confirmed()));
        return browser;
    }

    /** Whether anybody has wanted to know of it. */
    public boolean lookedUp(SessionId session) {
        return lookedUp.contains(session);
    }

    /** From now on this one cannot be looked up, as when the database is away; others can. */
    public void takeAway(SessionId session) {
        away.add(session);
    }
}
