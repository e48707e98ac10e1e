package io.ringkey.query.session;

import io.ringkey.api.Personal;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.query.MissingRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What some events make of sessions, whose events each come in their order. For one thread. */
final class SessionChanges {

    final Set<UUID> registered = new LinkedHashSet<>();
    final Map<UUID, Place> opened = new LinkedHashMap<>();
    final Map<UUID, Place> moved = new LinkedHashMap<>();
    final Set<UUID> ended = new LinkedHashSet<>();

    /** Where a session was used from. */
    record Place(
            UUID session,
            UUID account,
            Instant seenAt,
            @Nullable Personal address,
            @Nullable Personal userAgent) {}

    void register(UUID account) {
        registered.add(account);
    }

    void of(SessionEvent event) {
        switch (event) {
            case SessionOpened open ->
                opened.put(
                        open.session(),
                        new Place(open.session(), open.account(), open.openedAt(), open.address(), open.userAgent()));
            case SessionSeenElsewhere seen -> move(seen);
            case SessionEnded end -> {
                opened.remove(end.session());
                moved.remove(end.session());
                ended.add(end.session());
            }
            case SessionLeftUnconfirmed left -> {
                // whether it is confirmed is asked of the writing side at every call
            }
            case SessionConfirmed confirmed -> {
                // the same
            }
            case RefreshTokenReused reused -> {
                // the session's end, which follows, says enough
            }
        }
    }

    private void move(SessionSeenElsewhere seen) {
        if (ended.contains(seen.session())) {
            throw new MissingRow("session", seen.session());
        }
        (opened.containsKey(seen.session()) ? opened : moved)
                .put(
                        seen.session(),
                        new Place(seen.session(), seen.account(), seen.seenAt(), seen.address(), seen.userAgent()));
    }
}
