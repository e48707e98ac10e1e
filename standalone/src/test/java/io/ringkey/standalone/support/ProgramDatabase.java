package io.ringkey.standalone.support;

import io.ringkey.eventstore.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The databases of programs that are given one: on the test run's own server, empty when they start. */
public final class ProgramDatabase {

    private static final String URL = "RINGKEY_DATABASE_URL";
    private static final String USER = "postgres";

    private ProgramDatabase() {}

    /** Settings of a program, or of several together, with a new database and the key for it. */
    public static Map<String, String> with(Map<String, String> settings) {
        String url = TestDatabase.freshUrl();
        var all = new HashMap<>(Map.of(
                URL,
                url.substring(0, url.indexOf('?')),
                "RINGKEY_DATABASE_USER",
                USER,
                "RINGKEY_DATABASE_PASSWORD",
                USER,
                "RINGKEY_MASTER_KEY",
                "5a".repeat(32),
                "RINGKEY_ERASURE_LEDGER",
                "erased"));
        all.putAll(settings);
        return Map.copyOf(all);
    }

    /** A way into the database, for tests that look behind the program. */
    public static JdbcTemplate of(Map<String, String> settings) {
        return new JdbcTemplate(new DriverManagerDataSource(Objects.requireNonNull(settings.get(URL)), USER, USER));
    }

    /** A way into the embedded database of a program that runs in a directory. */
    public static JdbcTemplate embedded(Path directory) throws IOException {
        Path postgres = directory.resolve("data/pg");
        String port =
                Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(3);
        return new JdbcTemplate(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/ringkey",
                "ringkey",
                Files.readString(postgres.resolve("password")).strip()));
    }
}
