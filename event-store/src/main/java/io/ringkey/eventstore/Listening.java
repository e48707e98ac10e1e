package io.ringkey.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears what is said on a channel of PostgreSQL ({@code NOTIFY}), while it runs. Keeps one connection for it, and takes
 * another when that one is lost; what is said in between is not heard.
 */
public final class Listening implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int ROUND_MILLIS = 100;
    private static final int ROUNDS_BETWEEN_CHECKS = 300;
    private static final int CHECK_SECONDS = 2;
    private static final long PAUSE_MILLIS = 2_000;

    private final String channel;
    private final DataSource dataSource;
    private final Consumer<String> hearer;
    private final OwnThread listener;

    /**
     * Ready to be started.
     *
     * @param channel a name that needs no quotes
     * @param hearer given the payloads, in one thread of this one's own; throws nothing
     */
    public Listening(String channel, DataSource dataSource, Consumer<String> hearer) {
        this.channel = channel;
        this.dataSource = dataSource;
        this.hearer = hearer;
        this.listener = new OwnThread(channel, this::listenUntilStopped);
    }

    @Override
    public void start() {
        listener.start();
    }

    @Override
    public void stop() {
        listener.stop();
    }

    @Override
    public boolean isRunning() {
        return listener.isRunning();
    }

    private void listenUntilStopped() {
        boolean failing = false;
        while (isRunning()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                failing = false;
                hear(connection);
                statement.execute("UNLISTEN *");
            } catch (SQLException away) {
                if (!failing && isRunning()) {
                    LOG.warn(
                            "nothing is heard on {} now: {}",
                            channel,
                            away.getClass().getSimpleName());
                }
                failing = true;
                pause();
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        for (int round = 1; isRunning(); round++) {
            PGNotification[] heard = postgres.getNotifications(ROUND_MILLIS);
            if (heard != null) {
                for (PGNotification one : heard) {
                    hearer.accept(one.getParameter());
                }
            }
            // A server that is gone without a word would be silent for ever.
            if (round % ROUNDS_BETWEEN_CHECKS == 0 && !connection.isValid(CHECK_SECONDS)) {
                throw new SQLException("the database no longer answers");
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopping) {
            // The loop ends by itself.
        }
    }
}
