package io.ringkey.command;

import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.SessionUses;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Hears of the uses of sessions that read sides are told of, and passes them on. Keeps one connection for it. */
final class SessionUsesFromAfar implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SessionUsesFromAfar.class);
    private static final int ROUND_MILLIS = 100;
    private static final int ROUNDS_BETWEEN_CHECKS = 300;
    private static final int CHECK_SECONDS = 2;
    private static final long PAUSE_MILLIS = 2_000;
    private static final long LONGEST_STOP_MILLIS = 5_000;

    private final DataSource dataSource;
    private final SessionUses uses;
    private volatile @Nullable Thread listener;

    SessionUsesFromAfar(DataSource dataSource, SessionUses uses) {
        this.dataSource = dataSource;
        this.uses = uses;
    }

    @Override
    public void start() {
        Thread started = Thread.ofPlatform().name("session-uses").daemon().unstarted(this::listenUntilStopped);
        listener = started;
        started.start();
    }

    @Override
    public void stop() {
        Thread stopping = Objects.requireNonNull(listener);
        listener = null;
        stopping.interrupt();
        try {
            stopping.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }

    private void listenUntilStopped() {
        boolean failing = false;
        while (isRunning()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + SessionUses.CHANNEL);
                failing = false;
                hear(connection);
                statement.execute("UNLISTEN *");
            } catch (SQLException away) {
                if (!failing && isRunning()) {
                    LOG.warn(
                            "uses of sessions cannot be heard of now: {}",
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
                    passOn(one.getParameter());
                }
            }
            // A server that is gone without a word would be silent for ever.
            if (round % ROUNDS_BETWEEN_CHECKS == 0 && !connection.isValid(CHECK_SECONDS)) {
                throw new SQLException("the database no longer answers");
            }
        }
    }

    private void passOn(String payload) {
        SessionId session;
        try {
            session = SessionId.parse(payload);
        } catch (IllegalArgumentException noId) {
            return;
        }
        uses.used(session);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopping) {
            // The loop ends by itself.
        }
    }
}
