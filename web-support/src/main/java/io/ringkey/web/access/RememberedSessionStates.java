package io.ringkey.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.ringkey.api.session.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers what sessions may do for half a second, and no longer than until this process changes what anybody may: an end, a
 * block or a role takes effect at once where it is made, and half a second later everywhere else (T10). What is refused is
 * never remembered. Safe for concurrent use.
 */
final class RememberedSessionStates implements SessionStates {

    private static final Duration KNOWN_FOR = Duration.ofMillis(500);
    private static final int MOST_KNOWN = 20_000;

    private final SessionStates asked;
    private final LongSupplier changes;
    private final InstantSource clock;
    private final Cache<SessionId, Remembered> known;

    /** @param changes how often this process has changed what somebody may do; told before whoever did so is answered */
    RememberedSessionStates(SessionStates asked, LongSupplier changes, InstantSource clock, Ticker ticker) {
        this.asked = asked;
        this.changes = changes;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(KNOWN_FOR)
                .maximumSize(MOST_KNOWN)
                .ticker(ticker)
                .build();
    }

    private record Remembered(SessionState state, long changes) {}

    @Override
    public Optional<SessionState> find(SessionId session) {
        // Before asking: a change in between makes what is found then count for nothing.
        long before = changes.getAsLong();
        Remembered here = known.getIfPresent(session);
        if (here != null && here.changes() == before && mayCall(here.state())) {
            return Optional.of(here.state());
        }
        Optional<SessionState> found = asked.find(session);
        found.filter(this::mayCall).ifPresent(state -> known.put(session, new Remembered(state, before)));
        return found;
    }

    private boolean mayCall(SessionState state) {
        return state.isLiveAt(clock.instant()) && !state.blocked();
    }
}
