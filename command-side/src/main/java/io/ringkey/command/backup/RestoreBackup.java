package io.ringkey.command.backup;

import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.web.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Reads backups: to see whether they are whole, and to put what they hold into an empty database. */
final class RestoreBackup {

    /** Names of columns come from the file, and go into statements. */
    private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final int PIECE = 1 << 16;

    private final Path file;

    RestoreBackup(Path file) {
        this.file = file;
    }

    /** What a backup says of itself, without reading more of it. */
    Header header() {
        try (var backup = new BackupReader(file)) {
            return backup.header();
        }
    }

    /**
     * What a backup holds.
     *
     * @param rows of each table
     */
    record Content(Header header, Map<String, Long> rows) {}

    /**
     * Reads all of it and writes nothing.
     *
     * @throws BackupRefused when it is not as it was written
     */
    Content check() {
        try (var backup = new BackupReader(file)) {
            return check(backup, this::readRows);
        }
    }

    private void readRows(BackupReader backup) {
        try (InputStream content = backup.rows()) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failed) {
            throw BackupRefused.unreadable(file, failed);
        }
    }

    private Content check(BackupReader backup, Consumer<BackupReader> pastRows) {
        var rows = new TreeMap<String, Long>();
        for (TablePart part = backup.nextTable(); part != null; part = backup.nextTable()) {
            Table table = known(part);
            pastRows.accept(backup);
            rows.put(table.fullName(), backup.count());
        }
        if (!rows.containsKey(Table.DOMAIN_EVENT.fullName())) {
            throw BackupRefused.damaged(file, null);
        }
        return new Content(backup.header(), rows);
    }

    /** Reads all of it, and refuses one that none of these master keys has sealed. */
    Content check(MasterKeys master) {
        try (var backup = new BackupReader(file)) {
            MasterKey sealing = sealing(backup, master);
            // What is sealed is what backup wrote: it need not be inflated to be trusted.
            Content content = check(backup, BackupReader::skipRows);
            if (!backup.isSealedBy(sealing)) {
                throw BackupRefused.notSealed(file);
            }
            return content;
        }
    }

    private static MasterKey sealing(BackupReader backup, MasterKeys master) {
        return master.all().stream()
                .filter(key -> key.fingerprint().equals(backup.header().masterKey()))
                .findFirst()
                .orElseThrow(
                        () -> BackupRefused.anotherMasterKey(backup.header().masterKey()));
    }

    /**
     * Puts it into a database, all or nothing, and brings that to this release's shape.
     *
     * @throws BackupRefused when it is not as it was written, belongs to other master keys, or the database is not empty
     */
    Content into(DataSource dataSource, Settings settings, MasterKeys master) {
        Content checked = check(master);
        try {
            new EmptyDatabase(dataSource).orRefuse();
            CommandSideSchema.migrateTo(checked.header().schemas(), dataSource, settings);
            try (Connection connection = dataSource.getConnection();
                    var backup = new BackupReader(file)) {
                connection.setAutoCommit(false);
                try {
                    load(backup, connection, master);
                    connection.commit();
                } finally {
                    // Of no effect once it is committed.
                    connection.rollback();
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the database could not be written", failed);
        } catch (IOException failed) {
            throw BackupRefused.unreadable(file, failed);
        }
        CommandSideSchema.migrate(dataSource, settings);
        return checked;
    }

    private void load(BackupReader backup, Connection connection, MasterKeys master) throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        for (TablePart part = backup.nextTable(); part != null; part = backup.nextTable()) {
            Table table = known(part);
            Indexes indexes = Indexes.takenFrom(table, jdbc);
            CopyIn copy = copies.copyIn("COPY " + table.fullName() + " (" + String.join(", ", part.columns())
                    + ") FROM STDIN (FORMAT binary)");
            try (InputStream from = backup.rows();
                    var to = new PGCopyOutputStream(copy, PIECE)) {
                switch (table.way()) {
                    case PICTURE_SEALED -> new Pictures(master, part.columns()).open(from, to);
                    case AS_IT_IS, NOT_AT_ALL -> from.transferTo(to);
                }
            }
            if (copy.getHandledRowCount() != backup.count()) {
                throw BackupRefused.damaged(file, null);
            }
            indexes.make();
            goOnCounting(jdbc, table, part.columns());
            jdbc.sql("ANALYZE " + table.fullName()).update();
        }
        if (!backup.isSealedBy(sealing(backup, master))) {
            throw BackupRefused.notSealed(file);
        }
        // One that was taken while a master key replaced another needs both.
        CommandSideSchema.WRAPPED.forEach(
                rows -> rows.refuseOtherKeys(new SingleConnectionDataSource(connection, true), master));
    }

    private Table known(TablePart part) {
        List<String> columns = part.columns();
        if (columns.isEmpty()
                || !columns.stream().allMatch(column -> COLUMN.matcher(column).matches())) {
            throw BackupRefused.damaged(file, null);
        }
        return Table.heldAs(part.table()).orElseThrow(() -> BackupRefused.newerFormat(file));
    }

    /** The next row of a table gets the number after the last one's. */
    private static void goOnCounting(JdbcClient jdbc, Table table, List<String> columns) {
        for (String column : columns) {
            String sequence = jdbc.sql("SELECT pg_get_serial_sequence(?, ?)")
                    .params(table.fullName(), column)
                    .query(String.class)
                    .optional()
                    .orElse("");
            if (!sequence.isEmpty()) {
                jdbc.sql("SELECT setval(?::regclass, max(" + column + ")) FROM " + table.fullName())
                        .param(sequence)
                        .query((row, number) -> row.getLong(1))
                        .single();
            }
        }
    }
}
