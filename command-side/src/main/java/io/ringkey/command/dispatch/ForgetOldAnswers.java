package io.ringkey.command.dispatch;

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

/** Forgets the answers that are kept for calls which bring an {@code Idempotency-Key}, after a day. */
@Component
final class ForgetOldAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetOldAnswers.class);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    ForgetOldAnswers(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void round() {
        try {
            forget();
        } catch (DataAccessException away) {
            LOG.warn("old answers cannot be forgotten now: {}", away.getClass().getSimpleName());
        }
    }

    int forget() {
        return jdbc.sql("DELETE FROM command_state.idempotency WHERE created_at <= ?")
                .param(clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
