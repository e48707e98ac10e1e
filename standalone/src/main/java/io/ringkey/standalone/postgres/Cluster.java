package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's own directory: made whole or not at all, and configured anew at every start. */
final class Cluster {

    static final String MAJOR = "18";
    static final String DATABASE = "ringkey";
    static final String USER = "ringkey";

    /** Cannot sign in: it has no password, and the access rules do not name it. */
    private static final String SUPERUSER = "postgres";

    private static final String UNFINISHED = "unfinished-cluster-";

    private static final String CONFIGURATION = """
            # Written anew at every start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 50
            password_encryption = 'scram-sha-256'

            fsync = on
            synchronous_commit = on
            full_page_writes = on

            shared_buffers = 128MB
            effective_cache_size = 512MB
            maintenance_work_mem = 64MB
            max_wal_size = 1GB
            # Parallel queries want shared memory of a kind that containers are short of.
            max_parallel_workers_per_gather = 0
            max_parallel_maintenance_workers = 0

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'

            # What was deleted must not stay in the write-ahead log: files of it that are done with go, and are not used
            # again with what they hold.
            wal_recycle = off

            # What people send must not reach the log: no statements, no values, and no errors, which quote them. The
            # program logs its own.
            log_min_messages = log
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_statement = none
            log_min_duration_statement = -1
            log_checkpoints = off
            log_autovacuum_min_duration = -1
            """;

    // Local sockets are off; the program speaks over loopback alone.
    private static final String ACCESS = "host " + DATABASE + " " + USER + " 127.0.0.1/32 scram-sha-256\n";

    private final Path path;

    Cluster(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    void refuseAnotherMajor() {
        String major;
        try {
            major = PrivateFiles.read(path.resolve("PG_VERSION"));
        } catch (IOException unreadable) {
            throw new CannotStart("The directory " + path + " does not hold a PostgreSQL database.", unreadable);
        }
        if (!major.equals(MAJOR)) {
            throw new CannotStart("The database in " + path + " was written by PostgreSQL " + major
                    + " and this release brings " + MAJOR + ": run the release that wrote it.");
        }
    }

    /**
     * Makes the cluster with one role and its database. Killed half-way, it is as if it had not begun.
     *
     * @param password of letters, digits, minus and underscore
     */
    void make(Programs programs, String password) throws IOException {
        // A name of this process's own: the tools of a killed one may still be writing to its directory.
        Path unfinished =
                path.resolveSibling(UNFINISHED + ProcessHandle.current().pid());
        PrivateFiles.delete(unfinished);
        PrivateFiles.directory(unfinished);
        programs.initdb(unfinished, SUPERUSER);
        programs.single(
                unfinished,
                List.of(
                        "CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'",
                        // To see the server's figures, and to have deleted rows gone from its files.
                        "GRANT pg_monitor, pg_checkpoint TO " + USER,
                        "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO " + USER,
                        "CREATE DATABASE " + DATABASE + " OWNER " + USER));
        configure(unfinished);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        deleteUnfinished();
    }

    private void deleteUnfinished() {
        try (Stream<Path> siblings = Files.list(path.resolveSibling(""))) {
            for (Path sibling : siblings.toList()) {
                if (String.valueOf(sibling.getFileName()).startsWith(UNFINISHED)) {
                    PrivateFiles.delete(sibling);
                }
            }
        } catch (IOException stays) {
            // It costs disk space and nothing else.
        }
    }

    /** Writes this release's settings, for a server that is not running. */
    void configure() throws IOException {
        configure(path);
    }

    private static void configure(Path cluster) throws IOException {
        PrivateFiles.write(cluster.resolve("postgresql.conf"), CONFIGURATION);
        PrivateFiles.write(cluster.resolve("pg_hba.conf"), ACCESS);
    }
}
