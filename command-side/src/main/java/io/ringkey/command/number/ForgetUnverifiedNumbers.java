package io.ringkey.command.number;

import io.ringkey.eventstore.SubjectKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
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

/** Forgets numbers that somebody typed and nobody proved to hold, within a day after they were last seen. */
@Component
final class ForgetUnverifiedNumbers {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetUnverifiedNumbers.class);
    /** Less than a day, so that with the pause between two rounds no number is kept for longer than one. */
    private static final Duration REMEMBERED = Duration.ofHours(24).minusMinutes(15);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Tombstones tombstones;
    private final SubjectKeys subjects;
    private final InstantSource clock;

    ForgetUnverifiedNumbers(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Tombstones tombstones,
            SubjectKeys subjects,
            Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        this.tombstones = tombstones;
        this.subjects = subjects;
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
            List<UUID> gone = jdbc.sql("DELETE FROM command_state.phone_number"
                            + " WHERE account_id IS NULL AND last_seen_at <= ? RETURNING subject")
                    .param(until)
                    .query(UUID.class)
                    .list();
            gone.forEach(subjects::erase);
            return gone.size();
        });
        tombstones.forgetExpired();
        return forgotten == null ? 0 : forgotten;
    }
}
