package io.ringkey.bench.measure;

import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.OpenLoop;
import io.ringkey.bench.program.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Axon's own table of events and its indexes, written with plain JDBC: what durability costs, and nothing else. */
final class RawEvents {

    private static final int CLIENTS = 8;
    private static final byte[] PAYLOAD = new byte[300];
    private static final byte[] META_DATA = "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final String ROW = "(?, ?, ?, 'Stream', '2026-11-22T12:00:00Z', 'stream.happened', '1', ?, ?)";

    private static final AtomicLong IDS = new AtomicLong();

    private final Postgres postgres;

    RawEvents(Postgres postgres) {
        this.postgres = postgres;
        postgres.execute("CREATE SCHEMA IF NOT EXISTS bench", """
                CREATE TABLE IF NOT EXISTS bench.domain_event (
                    global_index         bigserial PRIMARY KEY,
                    event_identifier     varchar(255) NOT NULL UNIQUE,
                    aggregate_identifier varchar(255) NOT NULL,
                    sequence_number      bigint       NOT NULL,
                    type                 varchar(255),
                    time_stamp           varchar(255) NOT NULL,
                    payload_type         varchar(255) NOT NULL,
                    payload_revision     varchar(255),
                    payload              bytea        NOT NULL,
                    meta_data            bytea,
                    UNIQUE (aggregate_identifier, sequence_number)
                )""");
    }

    /** Two transactions, one of two events and one of three, as for somebody who signs in. */
    double logins(Duration lasts) {
        return ClosedLoop.rate(CLIENTS, lasts, this::loggingIn);
    }

    /** How long the transactions of {@link #logins} take, both together, when so many a second come: milliseconds, sorted. */
    double[] loginLatencies(double rate, Duration lasts) {
        return OpenLoop.latencies(CLIENTS, rate, lasts, this::loggingIn);
    }

    private Client loggingIn(int client) throws SQLException {
        return new Writer(postgres.connect(), 2, 3);
    }

    /** Transactions of three events. */
    double appends(Duration lasts) {
        return ClosedLoop.rate(CLIENTS, lasts, client -> new Writer(postgres.connect(), 3));
    }

    /** Sorting by the time of their making, which costs least. */
    private static String id() {
        return new UUID(IDS.incrementAndGet() << 16, Long.MIN_VALUE).toString();
    }

    private static final class Writer implements Client {

        private final Connection connection;
        private final int[] sizes;
        private final PreparedStatement[] inserts;

        Writer(Connection connection, int... sizes) throws SQLException {
            this.connection = connection;
            this.sizes = sizes;
            connection.setAutoCommit(false);
            this.inserts = new PreparedStatement[sizes.length];
            for (int part = 0; part < sizes.length; part++) {
                inserts[part] = connection.prepareStatement("INSERT INTO bench.domain_event (event_identifier,"
                        + " aggregate_identifier, sequence_number, type, time_stamp, payload_type, payload_revision,"
                        + " payload, meta_data) VALUES "
                        + String.join(
                                ", ",
                                IntStream.range(0, sizes[part])
                                        .mapToObj(row -> ROW)
                                        .toList()));
            }
        }

        @Override
        public void once() throws SQLException {
            String stream = id();
            long sequence = 0;
            for (int part = 0; part < sizes.length; part++) {
                int parameter = 0;
                for (int row = 0; row < sizes[part]; row++) {
                    inserts[part].setString(++parameter, id());
                    inserts[part].setString(++parameter, stream);
                    inserts[part].setLong(++parameter, sequence++);
                    inserts[part].setBytes(++parameter, PAYLOAD);
                    inserts[part].setBytes(++parameter, META_DATA);
                }
                inserts[part].executeUpdate();
                connection.commit();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
