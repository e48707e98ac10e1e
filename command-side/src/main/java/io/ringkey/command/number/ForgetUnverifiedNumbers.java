package io.ringkey.command.number;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets numbers that somebody typed and nobody proved to hold, a day after they were last seen. */
@Component
final class ForgetUnverifiedNumbers {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetUnverifiedNumbers.class);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    ForgetUnverifiedNumbers(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void round() {
        try {
            forget();
        } catch (DataAccessException away) {
            LOG.warn(
                    "unverified numbers cannot be forgotten now: {}",
                    away.getClass().getSimpleName());
        }
    }

    int forget() {
        return jdbc.sql("DELETE FROM command_state.phone_number WHERE account_id IS NULL AND last_seen_at <= ?")
                .param(clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
