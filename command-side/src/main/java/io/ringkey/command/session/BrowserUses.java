package io.ringkey.command.session;

import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.SessionUses;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Puts off the end of sessions that browsers use. Thread-safe. */
@Component
final class BrowserUses implements SessionUses {

    private static final Logger LOG = LoggerFactory.getLogger(BrowserUses.class);

    private final SessionRows rows;
    private final SessionLife life;
    private final InstantSource clock;

    BrowserUses(SessionRows rows, SessionLife life, Clock clock) {
        this.rows = rows;
        this.life = life;
        this.clock = clock;
    }

    @Override
    public void used(SessionId session) {
        Instant now = clock.instant();
        try {
            rows.usedByBrowser(session, now, life.idleAfter(now), now.minus(AT_MOST_EVERY));
        } catch (DataAccessException away) {
            LOG.debug("the use of {} cannot be noted now", session, away);
        }
    }
}
