package io.ringkey.command.backup;

import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.web.files.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.copy.PGCopyInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Writes what a database holds into a file, as it is at one moment, beside a running program or without one. */
final class TakeBackup {

    private static final int BUFFER = 1 << 16;

    private final DataSource dataSource;
    private final MasterKeys master;
    private final String release;

    TakeBackup(DataSource dataSource, MasterKeys master, String release) {
        this.dataSource = dataSource;
        this.master = master;
        this.release = release;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @return how many rows of each table are in it
     * @throws BackupRefused when there is such a file, or nothing to put into it
     */
    Map<String, Long> to(Path file) {
        if (Files.exists(file)) {
            throw BackupRefused.exists(file);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, OwnerOnly.file(part));
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                var rows = write(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), channel);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                return rows;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException denied) {
            throw BackupRefused.unwritable(file, denied);
        } catch (SQLException failed) {
            throw new IllegalStateException("the database could not be read", failed);
        }
    }

    private Map<String, Long> write(OutputStream to, FileChannel channel) throws SQLException, IOException {
        Map<String, String> schemas = CommandSideSchema.versions(dataSource);
        if (schemas.size() < 2) {
            throw BackupRefused.nothingThere();
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            // One moment for all tables; and however long it takes, nobody who writes waits for it.
            jdbc.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    .update();
            refuseOtherMasterKeys(connection, jdbc);
            MasterKey sealing = master.current();
            try (var backup = new BackupWriter(to, header(jdbc, schemas, sealing))) {
                var rows = new TreeMap<String, Long>();
                for (Table table : Table.held()) {
                    rows.put(table.fullName(), write(table, jdbc, connection, backup));
                }
                backup.finish(sealing);
                channel.force(true);
                return rows;
            } finally {
                connection.rollback();
            }
        }
    }

    /** What is in the database must be what the keys at hand open. */
    private void refuseOtherMasterKeys(Connection connection, JdbcClient jdbc) {
        if (jdbc.sql("SELECT purpose FROM command_state.key LIMIT 1")
                .query(String.class)
                .optional()
                .isEmpty()) {
            throw BackupRefused.nothingThere();
        }
        CommandSideSchema.WRAPPED.forEach(
                rows -> rows.refuseOtherKeys(new SingleConnectionDataSource(connection, true), master));
    }

    private Header header(JdbcClient jdbc, Map<String, String> schemas, MasterKey sealing) {
        return new Header(
                release,
                jdbc.sql("SELECT now()").query(OffsetDateTime.class).single().toInstant(),
                jdbc.sql("SHOW server_version").query(String.class).single(),
                schemas,
                jdbc.sql("SELECT coalesce(max(global_index), 0) FROM event_store.domain_event")
                        .query(Long.class)
                        .single(),
                sealing.fingerprint());
    }

    private long write(Table table, JdbcClient jdbc, Connection connection, BackupWriter backup)
            throws SQLException, IOException {
        List<String> columns = columns(jdbc, table);
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        CopyOut copy = copies.copyOut("COPY (" + table.query(columns) + ") TO STDOUT (FORMAT binary)");
        // Closed, it lets go of the connection, however far it came.
        try (var from = new PGCopyInputStream(copy);
                OutputStream to = backup.table(new TablePart(table.fullName(), columns))) {
            switch (table.way()) {
                case PICTURE_SEALED -> new Pictures(master, columns).seal(from, to);
                case AS_IT_IS, NOT_AT_ALL -> from.transferTo(to);
            }
        }
        long rows = copy.getHandledRowCount();
        backup.endOfTable(rows);
        return rows;
    }

    private static List<String> columns(JdbcClient jdbc, Table table) {
        return jdbc.sql("""
                        SELECT attname FROM pg_attribute
                         WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                         ORDER BY attnum
                        """).param(table.fullName()).query(String.class).list();
    }
}
