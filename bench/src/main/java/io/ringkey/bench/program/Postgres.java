package io.ringkey.bench.program;

import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.standalone.postgres.DataDirectory;
import io.ringkey.standalone.postgres.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PostgreSQL that the program brings along, of one data directory: the limits are measured on the same. */
public final class Postgres implements AutoCloseable {

    private static final List<String> TOLD = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "max_wal_size",
            "wal_recycle");

    private final EmbeddedDatabase database;

    private Postgres(EmbeddedDatabase database) {
        this.database = database;
        refuseWithoutDisk();
    }

    /** That of a program which runs in a directory. */
    public static Postgres of(Program program) {
        return new Postgres(EmbeddedDatabase.visit(data(program.directory()), new SecureRandomness()));
    }

    /** One with no program, for what is measured in this process. */
    public static Postgres alone(Path directory) {
        return new Postgres(EmbeddedDatabase.serve(data(directory), new SecureRandomness()));
    }

    private static DataDirectory data(Path directory) {
        return new DataDirectory(directory.resolve("data"));
    }

    /** Whatever does not wait for the disk is no limit, and nothing that is measured against it means anything. */
    private void refuseWithoutDisk() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!"on".equals(settings().get(setting))) {
                throw new IllegalStateException(setting + " is off");
            }
        }
    }

    /** Version and what it was told. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String name : TOLD) {
                try (ResultSet row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
            return settings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    public String url() {
        return database.url();
    }

    public String user() {
        return database.user();
    }

    public String password() {
        return database.password();
    }

    /** Does these one after another. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that a query answers. */
    public long number(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the server, unless a program owns it. */
    @Override
    public void close() {
        database.close();
    }
}
