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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets numbers that somebody typed and nobody proved to hold, a day after they were last seen. */
@Component
final class ForgetUnverifiedNumbers {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetUnverifiedNumbers.class);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Tombstones tombstones;
    private final InstantSource clock;

    ForgetUnverifiedNumbers(
            DataSource dataSource, PlatformTransactionManager transactions, Tombstones tombstones, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.tombstones = tombstones;
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
        var until = clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC);
        Integer forgotten = transaction.execute(status -> {
            tombstones.raiseFor("account_id IS NULL AND n.last_seen_at <= ?", until);
            return jdbc.sql("DELETE FROM command_state.phone_number WHERE account_id IS NULL AND last_seen_at <= ?")
                    .param(until)
                    .update();
        });
        tombstones.forgetExpired();
        return forgotten == null ? 0 : forgotten;
    }
}
