package io.ringkey.eventstore.scrub;

import io.ringkey.eventstore.NamedLock;
import io.ringkey.eventstore.scrub.ScrubbedTable.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Takes out of the files of a schema's tables what was deleted or replaced there: PostgreSQL leaves it until it needs the
 * room. Each table is written anew, with its indexes, while nobody else can use it; so calls wait at most a second for
 * this to begin, and a daily round leaves large tables alone. Thread-safe; of several processes one does it.
 */
public final class Scrub {

    private static final Duration UNTIL_NOBODY_SEES_IT = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 50;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String OWN_LIMITS = """
            SELECT set_config(name, CASE name WHEN 'lock_timeout' THEN '1s' ELSE '0' END, false)
              FROM pg_settings
             WHERE name IN ('lock_timeout', 'statement_timeout', 'transaction_timeout')
            """;

    /** After a crash the server counts from nothing again, and says so here. */
    private static final String TABLES = """
            SELECT s.relname, s.n_tup_upd + s.n_tup_del AS changes, pg_total_relation_size(s.relid) AS bytes,
                   greatest(w.stats_reset, d.stats_reset) AS counted_since,
                   b.scrubbed_at, b.changes AS changes_before, b.counted_since AS counted_since_before
              FROM pg_stat_user_tables s
              CROSS JOIN pg_stat_bgwriter w
              JOIN pg_stat_database d ON d.datname = current_database()
              LEFT JOIN %1$s.scrubbed b ON b.table_name = s.relname
             WHERE s.schemaname = '%1$s' AND s.relname <> 'scrubbed'
             ORDER BY s.relname
            """;

    private static final String REMEMBER = """
            INSERT INTO %s.scrubbed (table_name, scrubbed_at, changes, counted_since) VALUES (?, ?, ?, ?)
            ON CONFLICT (table_name) DO UPDATE
                SET scrubbed_at = excluded.scrubbed_at, changes = excluded.changes,
                    counted_since = excluded.counted_since
            """;

    private final DataSource connections;
    private final String schema;
    private final Set<String> leftAlone;
    private final InstantSource clock;

    /**
     * @param connections not pooled, and without a limit to how long an answer may take; of the role that owns the tables
     * @param schema has a table {@code scrubbed} beside the others
     * @param leftAlone tables that hold ids, times and words of ours alone, or in which nothing is ever deleted
     */
    public Scrub(DataSource connections, String schema, Set<String> leftAlone, InstantSource clock) {
        this.connections = connections;
        this.schema = schema;
        this.leftAlone = Set.copyOf(leftAlone);
        this.clock = clock;
    }

    /** @param changes how many rows were deleted or replaced, as far as the server has counted */
    private record Table(
            String name,
            long bytes,
            long changes,
            @Nullable OffsetDateTime countedSince,
            @Nullable Before before) {

        boolean isDue(Instant due) {
            return before != null
                    && before.at().isBefore(due)
                    && (before.changes() != changes
                            || countedSince == null
                            || !countedSince.isEqual(before.countedSince()));
        }
    }

    private record Before(Instant at, long changes, OffsetDateTime countedSince) {}

    /** Every table, whatever its size, and whether or not something was deleted in it. */
    public List<ScrubbedTable> now() {
        return round(table -> true, Long.MAX_VALUE);
    }

    /**
     * The tables in which something was deleted or replaced since they were last written anew; none when there is no
     * such table, or another process is at it.
     *
     * @param due those that were written anew since then are not looked at
     * @param most larger ones are left alone; in bytes, with indexes
     */
    public List<ScrubbedTable> due(Instant due, long most) {
        return round(table -> table.isDue(due), most);
    }

    private List<ScrubbedTable> round(Predicate<Table> wanted, long most) {
        try (Connection connection = connections.getConnection()) {
            var single = new SingleConnectionDataSource(connection, true);
            var database = JdbcClient.create(single);
            database.sql(OWN_LIMITS).query().listOfRows();
            if (!isMigrated(database)) {
                return List.of();
            }
            try (var lock = NamedLock.tryFor("ringkey scrub " + schema, single)) {
                return lock.isHeld() ? round(connection, database, wanted, most) : List.of();
            }
        } catch (SQLException away) {
            throw new IllegalStateException("no connection for a scrub", away);
        }
    }

    private List<ScrubbedTable> round(Connection connection, JdbcClient database, Predicate<Table> wanted, long most)
            throws SQLException {
        List<Table> tables = tables(database).stream().filter(wanted).toList();
        boolean nobodySeesIt = tables.isEmpty() || awaitNobodySees(database);
        List<ScrubbedTable> done = new ArrayList<>();
        for (Table table : tables) {
            done.add(nobodySeesIt ? scrub(connection, database, table, most) : left(table, Outcome.IN_USE));
        }
        if (done.stream().anyMatch(table -> table.outcome() == Outcome.REWRITTEN)) {
            endTheLog(database, connection);
        }
        return done;
    }

    private boolean isMigrated(JdbcClient database) {
        return database.sql("SELECT to_regclass(?) IS NOT NULL")
                .param(schema + ".scrubbed")
                .query(Boolean.class)
                .single();
    }

    private List<Table> tables(JdbcClient database) {
        List<Table> all = database
                .sql(TABLES.formatted(schema))
                .query((row, number) -> {
                    OffsetDateTime at = row.getObject("scrubbed_at", OffsetDateTime.class);
                    return new Table(
                            row.getString("relname"),
                            row.getLong("bytes"),
                            row.getLong("changes"),
                            row.getObject("counted_since", OffsetDateTime.class),
                            at == null
                                    ? null
                                    : new Before(
                                            at.toInstant(),
                                            row.getLong("changes_before"),
                                            row.getObject("counted_since_before", OffsetDateTime.class)));
                })
                .list()
                .stream()
                .filter(table -> !leftAlone.contains(table.name()))
                .toList();
        // A table that is met for the first time was new a moment ago; from now on what happens in it counts.
        all.stream()
                .filter(table -> table.before() == null)
                .forEach(table -> remember(database, table.name(), 0, table.countedSince()));
        return all;
    }

    private void remember(JdbcClient database, String table, long changes, @Nullable OffsetDateTime countedSince) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        database.sql(REMEMBER.formatted(schema))
                .params(table, now, changes, countedSince == null ? now : countedSince)
                .update();
    }

    /** A table that is written anew keeps what a transaction that is still running could see. */
    private static boolean awaitNobodySees(JdbcClient database) {
        String until = database.sql("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
                .query(String.class)
                .single();
        for (long waited = 0; waited < UNTIL_NOBODY_SEES_IT.toMillis(); waited += PAUSE_MILLIS) {
            boolean nobody =
                    database.sql("""
                            SELECT pg_snapshot_xmin(pg_current_snapshot()) >= :until::xid8
                                   AND NOT EXISTS (
                                       SELECT FROM pg_stat_activity
                                        WHERE datname = current_database()
                                          AND pid <> pg_backend_pid()
                                          AND age(backend_xmin) > age(:until::xid8::xid))
                            """).param("until", until).query(Boolean.class).single();
            if (nobody) {
                return true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private ScrubbedTable scrub(Connection connection, JdbcClient database, Table table, long most)
            throws SQLException {
        if (table.bytes() > most) {
            return left(table, Outcome.TOO_LARGE);
        }
        long began = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (FULL) \"%s\".\"%s\"".formatted(schema, table.name()));
        } catch (SQLException failed) {
            if (LOCK_NOT_AVAILABLE.equals(failed.getSQLState())) {
                return left(table, Outcome.IN_USE);
            }
            throw failed;
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        remember(database, table.name(), table.changes(), table.countedSince());
        return new ScrubbedTable(schema + "." + table.name(), Outcome.REWRITTEN, table.bytes(), took);
    }

    private ScrubbedTable left(Table table, Outcome outcome) {
        return new ScrubbedTable(schema + "." + table.name(), outcome, table.bytes(), Duration.ZERO);
    }

    /** The write-ahead log still says what was deleted; its older files go with a checkpoint, where we may ask for one. */
    private static void endTheLog(JdbcClient database, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (may(database, "has_function_privilege('pg_switch_wal()', 'execute')")) {
                statement.execute("SELECT pg_switch_wal()");
            }
            if (may(
                    database,
                    "EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint'"
                            + " AND pg_has_role(oid, 'usage'))")) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    private static boolean may(JdbcClient database, String what) {
        return database.sql("SELECT " + what).query(Boolean.class).single();
    }
}
