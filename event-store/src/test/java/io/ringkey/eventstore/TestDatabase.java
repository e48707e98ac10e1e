package io.ringkey.eventstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL for tests: one server per test run, a database of one's own for whoever asks. */
public final class TestDatabase {

    /** As the program's own database does; tests need not. */
    private static final boolean WAITS_FOR_THE_DISK = Boolean.getBoolean("ringkey.durable");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    /** The server, started once. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("max_connections", "300")
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8");
                if (WAITS_FOR_THE_DISK) {
                    server.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
                }
                return server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new, empty database: its JDBC address, with user and password in it. */
    public static String freshUrl() {
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.RUNNING.getJdbcUrl("postgres", name);
    }

    /** Connections, not pooled, to a database made by {@link #freshUrl()}. */
    public static DataSource at(String url) {
        return ConnectionPool.single(url, null, null);
    }
}
