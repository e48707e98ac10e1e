package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import io.ringkey.standalone.support.Together;
import io.ringkey.standalone.support.Traces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** How long the write-ahead log of the embedded database still says what was deleted, and what it costs to shorten that. */
class WriteAheadLogTest {

    private static final int MINUTES = Integer.getInteger("ringkey.log-minutes", 0);
    private static final int LOOK_EVERY_SECONDS = 10;
    private static final int ROUNDS = 3;
    private static final int WRITERS = 4;
    private static final int COMMITS_EACH = 500;

    /** Times 32 bytes: about what a sign-in writes. */
    private static final int LENGTH = 850;

    @TempDir
    private Path directory;

    // D1
    @Test
    @EnabledIfSystemProperty(named = "ringkey.log-minutes", matches = "[1-9][0-9]*")
    void lingersUntilAScrubOrSomeTraffic() throws IOException, InterruptedException {
        var settings = Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_LIMITS", "off");
        try (RunningProgram program = RunningProgram.start(directory, settings)) {
            JdbcTemplate database = ProgramDatabase.embedded(directory);
            Client client = Client.of(program.url());
            Traces first = leaves(client, 1);

            System.out.println("idle: " + until(MINUTES, first, database, () -> {}));
            int[] number = {100};
            System.out.println("a sign-in every second: "
                    + until(MINUTES * 3, first, database, () -> Person.signIn(client, Person.phone(777, number[0]++))));

            Traces second = leaves(client, 2);
            database.execute("CHECKPOINT");
            assertThat(inTheLog(second)).as("a checkpoint alone").isPositive();
            long began = System.nanoTime();
            Finished scrubbed = program.run("scrub");
            System.out.printf(
                    "a scrub: gone after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - began).toMillis());
            assertThat(scrubbed.exitCode()).as(scrubbed.output()).isZero();
            assertThat(inTheLog(second)).isZero();
            assertThat(inTheLog(first)).isZero();
        }
    }

    /** Files of the log that are removed have to be made anew, of zeros. */
    @Test
    @EnabledIfSystemProperty(named = "ringkey.log-minutes", matches = "[1-9][0-9]*")
    void costsLittleWhenItsFilesAreNotUsedAgain() {
        JdbcTemplate server = ProgramDatabase.of(ProgramDatabase.with(Map.of()));
        server.execute("CREATE TABLE filled (at bigserial PRIMARY KEY, what text STORAGE EXTERNAL NOT NULL)");
        try {
            set(server, "fsync", "on");
            set(server, "synchronous_commit", "on");
            set(server, "max_wal_size", "'1GB'");
            for (int round = 0; round < ROUNDS; round++) {
                for (String recycle : round % 2 == 0 ? List.of("on", "off") : List.of("off", "on")) {
                    set(server, "wal_recycle", recycle);
                    server.execute("CHECKPOINT");
                    long from = written(server);
                    long began = System.nanoTime();
                    Together.of(WRITERS, writer -> {
                        for (int commit = 0; commit < COMMITS_EACH; commit++) {
                            server.update("INSERT INTO filled (what) SELECT string_agg(md5(random()::text), '')"
                                    + " FROM generate_series(1, " + LENGTH + ")");
                        }
                        return writer;
                    });
                    double seconds = (System.nanoTime() - began) / 1e9;
                    System.out.printf(
                            "wal_recycle %s: %.0f commits/s, %.1f MB/s of log%n",
                            recycle, WRITERS * COMMITS_EACH / seconds, (written(server) - from) / 1e6 / seconds);
                }
            }
        } finally {
            List.of("fsync", "synchronous_commit", "max_wal_size", "wal_recycle")
                    .forEach(name -> server.execute("ALTER SYSTEM RESET " + name));
            server.execute("SELECT pg_reload_conf()");
        }
    }

    private static void set(JdbcTemplate server, String name, String value) {
        server.execute("ALTER SYSTEM SET " + name + " = " + value);
        server.execute("SELECT pg_reload_conf()");
    }

    private static Traces leaves(Client client, int number) {
        Person person = Person.signIn(client, Person.phone(777, number));
        String email = "zarathustra-%d@wombat-mail.example".formatted(number);
        assertThat(person.client()
                        .send("PATCH", "/api/users/me/", Map.of("email", email))
                        .status())
                .isEqualTo(200);
        assertThat(person.client().delete("/api/users/me/").status()).isEqualTo(204);
        return Traces.of(List.of(person.phone().substring(1), email));
    }

    /** Looks every few seconds, with some traffic every second, until they are gone or it has been long enough. */
    private String until(int minutes, Traces traces, JdbcTemplate database, Runnable everySecond)
            throws InterruptedException {
        long began = System.nanoTime();
        long from = written(database);
        long checkpoints = checkpoints(database);
        int found = inTheLog(traces);
        for (int second = 1; found > 0 && second <= minutes * 60; second++) {
            everySecond.run();
            long next = began + TimeUnit.SECONDS.toNanos(second);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            if (second % LOOK_EVERY_SECONDS == 0) {
                found = inTheLog(traces);
            }
        }
        return "%s after %d s, %.1f MB of log and %d checkpoints"
                .formatted(
                        found == 0 ? "gone" : "still there",
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                        (written(database) - from) / 1e6,
                        checkpoints(database) - checkpoints);
    }

    private int inTheLog(Traces traces) {
        return traces
                .below(
                        directory.resolve("data/pg/cluster"),
                        file -> file.startsWith(directory.resolve("data/pg/cluster/pg_wal")))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static long written(JdbcTemplate database) {
        return database.queryForObject("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn", Long.class);
    }

    private static long checkpoints(JdbcTemplate database) {
        return database.queryForObject("SELECT num_done FROM pg_stat_checkpointer", Long.class);
    }
}
