package io.ringkey.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A way into the embedded database of a running program, for tests that look behind it. */
public final class ProgramDatabase {

    private ProgramDatabase() {}

    public static JdbcTemplate of(RunningProgram program) {
        Path postgres = program.directory().resolve("data/pg");
        try {
            var dataSource = new PGSimpleDataSource();
            dataSource.setServerNames(new String[] {"127.0.0.1"});
            // The fourth line of the file is the port.
            dataSource.setPortNumbers(new int[] {
                Integer.parseInt(Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                        .get(3)
                        .strip())
            });
            dataSource.setDatabaseName("ringkey");
            dataSource.setUser("ringkey");
            dataSource.setPassword(
                    Files.readString(postgres.resolve("password")).strip());
            return new JdbcTemplate(dataSource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
