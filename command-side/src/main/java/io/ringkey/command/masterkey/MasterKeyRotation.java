package io.ringkey.command.masterkey;

import io.ringkey.api.Randomness;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.NamedLock;
import io.ringkey.eventstore.WrappedRows;
import io.ringkey.eventstore.WrongMasterKey;
import io.ringkey.web.masterkey.MasterKeyConfiguration;
import io.ringkey.web.settings.WrittenKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Puts a new master key in the place of the one that wraps. The file says how far that has come: a new key is announced,
 * then first, then everything is wrapped by it. So whatever a crash interrupts goes on when this is run again.
 */
final class MasterKeyRotation {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS = 120;

    private final DataSource database;
    private final Supplier<WrittenKeys> keys;
    private final @Nullable MasterKeyFile file;
    private final Randomness randomness;
    private final Consumer<Duration> pause;
    private final Consumer<String> report;

    /**
     * One for one database and its master keys.
     *
     * @param keys reads them, as they stand at that moment
     * @param file where they stand; {@code null} when that is a setting, which nobody but the operator can change
     * @param pause waits
     * @param report is told what has been done
     */
    MasterKeyRotation(
            DataSource database,
            Supplier<WrittenKeys> keys,
            @Nullable MasterKeyFile file,
            Randomness randomness,
            Consumer<Duration> pause,
            Consumer<String> report) {
        this.database = database;
        this.keys = keys;
        this.file = file;
        this.randomness = randomness;
        this.pause = pause;
        this.report = report;
    }

    /**
     * Makes a new key, or goes on with one that was announced or put first, and wraps everything by it.
     *
     * @param notice how long processes have to read the file again
     * @throws WrongMasterKey when something was wrapped by none of the keys
     * @throws RotationStopped when something stands in the way, or is unfinished
     */
    void rotate(Duration notice) {
        alone(connection -> {
            if (file != null) {
                bringFirst(file, notice, connection);
                // Until nobody wraps by an older one any more.
                pause.accept(notice);
            }
            rewrap(connection);
        });
    }

    /** Wraps everything by the key that stands first, which all processes use by now. */
    void rewrap() {
        alone(this::rewrap);
    }

    /**
     * Forgets the keys behind the first.
     *
     * @throws RotationStopped when one of them is still needed
     */
    void forgetOlder() {
        alone(connection -> {
            WrittenKeys written = keys.get();
            if (written.next() != null) {
                throw RotationStopped.notFinished();
            }
            awaitEndOfTransactions(connection);
            MasterKeys known = MasterKeyConfiguration.of(written);
            long needed = left(known.current(), connection);
            if (needed > 0) {
                throw RotationStopped.stillNeeded(needed);
            }
            if (written.keys().size() == 1) {
                report.accept("There is no older master key than %s."
                        .formatted(known.current().id()));
            } else if (file == null) {
                report.accept("Nothing is wrapped by %s any more: take it out of the setting in every process."
                        .formatted(older(known)));
            } else {
                file.replace(written.withoutOlder());
                report.accept("%s is forgotten, and %s alone is in %s. Backups that were made under it open with a copy"
                                .formatted(older(known), known.current().id(), file.path())
                        + " of it alone.");
            }
        });
    }

    private void bringFirst(MasterKeyFile file, Duration notice, DataSource connection) {
        WrittenKeys written = keys.get();
        MasterKeys known = MasterKeyConfiguration.of(written);
        CommandSideSchema.WRAPPED.forEach(rows -> rows.refuseOtherKeys(connection, known));
        if (written.next() == null) {
            if (known.all().size() > 1 && left(known.current(), connection) > 0) {
                report.accept("No new master key: not everything is wrapped by %s yet."
                        .formatted(known.current().id()));
                return;
            }
            written = written.announcing(Base64.getEncoder().encodeToString(randomness.bytes(MasterKey.BYTES)));
            file.replace(written);
        }
        report.accept("The master key %s is announced in %s; it is used in %d s, when all processes know it."
                .formatted(MasterKeyConfiguration.of(written).all().getLast().id(), file.path(), notice.toSeconds()));
        pause.accept(notice);
        file.replace(written.withNextFirst());
    }

    private void rewrap(DataSource connection) {
        awaitEndOfTransactions(connection);
        MasterKeys known = MasterKeyConfiguration.of(keys.get());
        long all = 0;
        for (WrappedRows rows : CommandSideSchema.WRAPPED) {
            all += rewrap(rows, known, connection);
        }
        report.accept("The master key %s wraps everything; %d keys were wrapped anew."
                .formatted(known.current().id(), all));
        if (known.all().size() > 1) {
            report.accept(
                    "%s can still open: keep a copy of it for as long as backups that were made before this. In the"
                                    .formatted(older(known))
                            + " running service rotate-master-key --forget-old ends it.");
        }
        if (file == null) {
            report.accept("The key is a setting, so this makes no new one: docs/operations.md says how to bring one.");
        }
    }

    private long rewrap(WrappedRows rows, MasterKeys known, DataSource connection) {
        if (rows.notUnder(known.current(), connection) == 0) {
            return 0;
        }
        long all = 0;
        for (int look = 0; look < LOOKS; look++) {
            all += rows.rewrap(known, connection);
            if (rows.notUnder(known.current(), connection) == 0) {
                return all;
            }
            pause.accept(BETWEEN_LOOKS);
        }
        throw RotationStopped.inUse(rows.notUnder(known.current(), connection));
    }

    /** What was wrapped by an older key before all processes had the new one is seen when its transaction has ended. */
    private void awaitEndOfTransactions(DataSource connection) {
        Set<String> before = writing(connection);
        for (int look = 0; look < LOOKS; look++) {
            before.retainAll(writing(connection));
            if (before.isEmpty()) {
                return;
            }
            pause.accept(BETWEEN_LOOKS);
        }
        throw RotationStopped.transactionUnderWay();
    }

    /** The transactions that have changed such a table and not ended. */
    private static Set<String> writing(DataSource connection) {
        return new HashSet<>(JdbcClient.create(connection)
                .sql("""
                        SELECT l.virtualtransaction
                          FROM pg_locks l
                          JOIN pg_database d ON d.oid = l.database
                          JOIN pg_class c ON c.oid = l.relation
                          JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted
                           AND d.datname = current_database() AND n.nspname || '.' || c.relname IN (:tables)
                        """)
                .param(
                        "tables",
                        CommandSideSchema.WRAPPED.stream()
                                .map(WrappedRows::fullName)
                                .toList())
                .query(String.class)
                .list());
    }

    private static long left(MasterKey current, DataSource connection) {
        return CommandSideSchema.WRAPPED.stream()
                .mapToLong(rows -> rows.notUnder(current, connection))
                .sum();
    }

    private static String older(MasterKeys known) {
        List<MasterKey> all = known.all();
        return all.subList(1, all.size()).stream().map(MasterKey::id).collect(Collectors.joining(" and "));
    }

    /** On one connection. */
    private void alone(Consumer<DataSource> work) {
        try (Connection connection = database.getConnection()) {
            var single = new SingleConnectionDataSource(connection, true);
            try (var lock = NamedLock.tryFor("ringkey rotate-master-key", single)) {
                if (!lock.isHeld()) {
                    throw RotationStopped.anotherAtWork();
                }
                work.accept(single);
            }
        } catch (SQLException away) {
            throw new IllegalStateException("no connection for a new master key", away);
        }
    }
}
