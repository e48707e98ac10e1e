package io.ringkey.bench.measure;

import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.program.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One row by its primary key, read or changed, with plain JDBC. */
final class RawProfiles {

    private static final int CLIENTS = 8;
    private static final int PEOPLE = 10_000;
    private static final int COLUMNS = 5;

    private final Postgres postgres;

    RawProfiles(Postgres postgres) {
        this.postgres = postgres;
        postgres.execute(
                "CREATE SCHEMA IF NOT EXISTS bench",
                "DROP TABLE IF EXISTS bench.profile",
                """
                CREATE TABLE bench.profile (
                    id          uuid PRIMARY KEY,
                    phone       text NOT NULL,
                    invite_code text NOT NULL,
                    email       text,
                    created_at  timestamptz NOT NULL
                )""",
                "INSERT INTO bench.profile SELECT lpad(to_hex(n), 32, '0')::uuid, '+7913' || lpad(n::text, 7, '0'),"
                        + " 'K7WQ4M' || n, n || '@example.org', now() FROM generate_series(0, " + (PEOPLE - 1) + ") n",
                "ANALYZE bench.profile");
    }

    double rate(Duration lasts) {
        return ClosedLoop.rate(CLIENTS, lasts, client -> new Reader(postgres.connect()));
    }

    /** Changes of a row, each a transaction of its own. */
    double changes(Duration lasts) {
        return ClosedLoop.rate(CLIENTS, lasts, client -> new Writer(postgres.connect()));
    }

    private static UUID anybody() {
        return new UUID(0, ThreadLocalRandom.current().nextLong(PEOPLE));
    }

    private static final class Writer implements Client {

        private final Connection connection;
        private final PreparedStatement update;

        Writer(Connection connection) throws SQLException {
            this.connection = connection;
            this.update = connection.prepareStatement("UPDATE bench.profile SET created_at = now() WHERE id = ?");
        }

        @Override
        public void once() throws SQLException {
            update.setObject(1, anybody());
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("no such row");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static final class Reader implements Client {

        private final Connection connection;
        private final PreparedStatement select;

        Reader(Connection connection) throws SQLException {
            this.connection = connection;
            this.select = connection.prepareStatement(
                    "SELECT id, phone, invite_code, email, created_at FROM bench.profile WHERE id = ?");
        }

        @Override
        public void once() throws SQLException {
            select.setObject(1, anybody());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no such row");
                }
                for (int column = 1; column <= COLUMNS; column++) {
                    row.getString(column);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
