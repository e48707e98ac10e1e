package io.ringkey.eventstore;

import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.common.IdentifierFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells the other processes on the database when this one has committed events, and is told by them, so that readers wake
 * at once. It is told after commits and never within them, and not after each: a transaction that notifies commits under a
 * lock of the whole server. Who hears nothing looks by itself every so often.
 */
public final class CommitsElsewhere implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommitsElsewhere.class);
    private static final String CHANNEL = "ringkey_commits";
    /** Readers look for what has come within twice of it together. */
    static final Duration AT_MOST_EVERY = Duration.ofMillis(5);

    private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String process = IdentifierFactory.getInstance().generateIdentifier();
    private final JdbcClient jdbc;
    private final Commits commits;
    private final Listening listening;
    private final OwnThread teller = new OwnThread(CHANNEL + "_told", this::tellUntilStopped);

    /** @param pool made by {@link ConnectionPool#open}; a connection beside it is kept for hearing */
    public CommitsElsewhere(DataSource pool, Commits commits) {
        this(pool, ConnectionPool.beside(pool), commits);
    }

    CommitsElsewhere(DataSource telling, DataSource hearing, Commits commits) {
        this.jdbc = JdbcClient.create(telling);
        this.commits = commits;
        this.listening = new Listening(CHANNEL, hearing, this::hear);
    }

    private void hear(String from) {
        if (!from.equals(process)) {
            commits.announceOthers();
        }
    }

    @Override
    public void start() {
        listening.start();
        teller.start();
    }

    @Override
    public void stop() {
        teller.stop();
        listening.stop();
    }

    @Override
    public boolean isRunning() {
        return teller.isRunning();
    }

    private void tellUntilStopped() {
        long told = commits.ownCount();
        try {
            while (isRunning()) {
                long all = commits.count();
                long own = commits.ownCount();
                if (own == told) {
                    commits.awaitMoreThan(all, LONGEST_WAIT.toNanos());
                } else {
                    told = own;
                    Thread.sleep(tell() ? AT_MOST_EVERY : WHILE_AWAY);
                }
            }
        } catch (InterruptedException stopping) {
            // So it ends.
        }
    }

    private boolean tell() {
        try {
            jdbc.sql("SELECT pg_notify(?, ?)").params(CHANNEL, process).query().listOfRows();
            return true;
        } catch (DataAccessException away) {
            LOG.debug("others cannot be told of commits now", away);
            return false;
        }
    }
}
