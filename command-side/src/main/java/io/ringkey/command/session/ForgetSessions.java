package io.ringkey.command.session;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets the rows of sessions that have long been over. What happened in them stays on record; the rows only answer
 * when a person was last here, for whether their number may be another's by now (A2).
 */
@Component
final class ForgetSessions {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetSessions.class);
    private static final int AT_ONCE = 10_000;

    /** So that nobody is a stranger at once when somebody asks for a longer time than the rows were kept. */
    private static final Duration KEPT_AT_LEAST = Duration.ofDays(180);

    private final JdbcClient jdbc;
    private final Duration kept;
    private final InstantSource clock;

    ForgetSessions(DataSource dataSource, Settings settings, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.kept = settings.optionalDuration(Setting.DORMANT_AFTER)
                .filter(dormant -> dormant.compareTo(KEPT_AT_LEAST) > 0)
                .orElse(KEPT_AT_LEAST);
        this.clock = clock;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 360, timeUnit = TimeUnit.MINUTES)
    void round() {
        try {
            forget();
        } catch (DataAccessException away) {
            LOG.warn(
                    "sessions that are over cannot be forgotten now: {}",
                    away.getClass().getSimpleName());
        }
    }

    /** A few at a time, so that nobody waits for long behind it. */
    int forget() {
        OffsetDateTime until = clock.instant().minus(kept).atOffset(ZoneOffset.UTC);
        int all = 0;
        int some;
        do {
            some = jdbc.sql("""
                            DELETE FROM command_state.session
                             WHERE session_id IN (
                                   SELECT session_id FROM command_state.session
                                    WHERE ended_at <= ? OR least(expires_at, idle_until) <= ?
                                    LIMIT ? FOR UPDATE SKIP LOCKED)
                            """).params(until, until, AT_ONCE).update();
            all += some;
        } while (some == AT_ONCE);
        return all;
    }
}
