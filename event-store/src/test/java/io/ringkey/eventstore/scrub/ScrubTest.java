package io.ringkey.eventstore.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.Times;
import io.ringkey.eventstore.scrub.ScrubbedTable.Outcome;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was deleted is in no file of the table once it has been scrubbed. */
class ScrubTest {

    private static final int ROWS = Integer.getInteger("ringkey.scrub-rows", 2_000);
    private static final Instant EVENING = Instant.parse("2026-01-02T20:00:00Z");
    private static final String LAST_WORDS = "somebody's last words, in the clear";

    private final AtomicReference<Instant> now = new AtomicReference<>(EVENING);
    private DataSource connections;
    private JdbcClient database;
    private Scrub scrub;

    @BeforeEach
    void makeTables() {
        connections = TestDatabase.at(TestDatabase.freshUrl());
        database = JdbcClient.create(connections);
        database.sql("""
                CREATE SCHEMA sample;
                CREATE TABLE sample.scrubbed (
                    table_name text PRIMARY KEY, scrubbed_at timestamptz NOT NULL, changes bigint NOT NULL,
                    counted_since timestamptz NOT NULL);
                CREATE TABLE sample.person (id integer PRIMARY KEY, words text, long_words text, address text);
                CREATE INDEX by_words ON sample.person (words);
                CREATE TABLE sample.place (id integer PRIMARY KEY);
                CREATE TABLE sample.token (id integer PRIMARY KEY);
                """).update();
        scrub = new Scrub(connections, "sample", Set.of("token"), now::get);
        assertThat(scrub.due(EVENING, Long.MAX_VALUE)).isEmpty();
        database.sql("""
                INSERT INTO sample.person
                SELECT n, 'words of ' || n, repeat(md5(n::text), 3), '203.0.113.' || n % 250
                  FROM generate_series(1, ?) n
                """).param(ROWS).update();
        // Compressed, they would not be found before either.
        database.sql("ALTER TABLE sample.person ALTER COLUMN long_words SET STORAGE EXTERNAL")
                .update();
        database.sql("INSERT INTO sample.person VALUES (0, ?, repeat(?, 200), '203.0.113.255')")
                .params(LAST_WORDS, LAST_WORDS)
                .update();
        database.sql("INSERT INTO sample.token VALUES (1)").update();
    }

    // D1
    @Test
    void whatWasDeletedIsInNoFileOfTheTable() {
        forgetThem();
        assertThat(filesWithThem())
                .as("the table, its index, what is too long for it")
                .hasSize(3);

        assertThat(scrub.now())
                .extracting(ScrubbedTable::name, ScrubbedTable::outcome)
                .containsExactlyInAnyOrder(
                        tuple("sample.person", Outcome.REWRITTEN), tuple("sample.place", Outcome.REWRITTEN));

        assertThat(filesWithThem()).isEmpty();
        assertThat(database.sql("SELECT count(*) FROM sample.person")
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS);
    }

    @Test
    void aDayOnWhichNothingIsDeletedCostsNothing() {
        assertThat(scrub.due(EVENING.plusSeconds(1), Long.MAX_VALUE)).isEmpty();

        forgetThem();
        now.set(EVENING.plus(Duration.ofDays(1)));
        assertThat(scrub.due(now.get(), Long.MAX_VALUE))
                .extracting(ScrubbedTable::name)
                .containsExactly("sample.person");
        assertThat(filesWithThem()).isEmpty();
        String file = fileOf("sample.person");
        now.set(EVENING.plus(Duration.ofDays(2)));
        assertThat(scrub.due(now.get(), Long.MAX_VALUE)).isEmpty();
        assertThat(fileOf("sample.person")).isEqualTo(file);
    }

    @Test
    void afterItsHourATableIsScrubbedOnceADay() {
        forgetThem();
        var daily = new DailyScrub(List.of(scrub), LocalTime.of(3, 30), Long.MAX_VALUE, now::get);

        now.set(Instant.parse("2026-01-03T03:29:00Z"));
        assertThat(daily.look()).isEmpty();
        now.set(Instant.parse("2026-01-03T11:00:00Z"));
        assertThat(daily.look()).hasSize(1);
        database.sql("DELETE FROM sample.person WHERE id = 1").update();
        awaitCounted(2);
        assertThat(daily.look()).isEmpty();
        now.set(Instant.parse("2026-01-04T03:30:00Z"));
        assertThat(daily.look()).hasSize(1);
    }

    @Test
    void whoIsServedWaitsASecondAtTheMostAndTheTableIsTriedAgain() throws SQLException {
        forgetThem();
        try (Connection reader = connections.getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("LOCK TABLE sample.person IN ACCESS SHARE MODE");
            var waits = Times.of(
                    3,
                    () -> assertThat(scrub.due(EVENING.plusSeconds(1), Long.MAX_VALUE))
                            .extracting(ScrubbedTable::outcome)
                            .containsExactly(Outcome.IN_USE));
            assertThat(waits.slowerThan(3_000)).as(waits.toString()).isFalse();
            reader.rollback();
        }
        assertThat(scrub.due(EVENING.plusSeconds(1), Long.MAX_VALUE))
                .extracting(ScrubbedTable::outcome)
                .containsExactly(Outcome.REWRITTEN);
    }

    @Test
    void whatARunningTransactionStillSeesIsTriedAgain() throws SQLException {
        try (Connection reader = connections.getConnection()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.createStatement().execute("SELECT count(*) FROM sample.place");
            forgetThem();

            assertThat(scrub.due(EVENING.plusSeconds(1), Long.MAX_VALUE))
                    .extracting(ScrubbedTable::outcome)
                    .containsExactly(Outcome.IN_USE);
            assertThat(filesWithThem()).isNotEmpty();
        }
        assertThat(scrub.due(EVENING.plusSeconds(1), Long.MAX_VALUE))
                .extracting(ScrubbedTable::outcome)
                .containsExactly(Outcome.REWRITTEN);
        assertThat(filesWithThem()).isEmpty();
    }

    @Test
    void aLargeTableIsLeftForWhenItSuits() {
        forgetThem();

        assertThat(scrub.due(EVENING.plusSeconds(1), 1))
                .extracting(ScrubbedTable::outcome)
                .containsExactly(Outcome.TOO_LARGE);
        assertThat(filesWithThem()).isNotEmpty();

        System.out.println("scrubbed: " + scrub.now());
        assertThat(filesWithThem()).isEmpty();
    }

    @Test
    void ofSeveralProcessesOneDoesIt() throws SQLException {
        forgetThem();
        try (Connection other = connections.getConnection();
                var statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('ringkey scrub sample'))");
            assertThat(scrub.now()).isEmpty();
        }
        assertThat(scrub.now()).hasSize(2);
    }

    private void forgetThem() {
        database.sql("DELETE FROM sample.person WHERE id = 0").update();
        database.sql("CHECKPOINT").update();
        awaitCounted(1);
    }

    /** The server counts what others did a moment later. */
    private void awaitCounted(int deleted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.sql("SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = 'person'")
                        .query(Integer.class)
                        .single()
                        .equals(deleted));
    }

    private List<String> filesWithThem() {
        return database.sql("""
                        SELECT pg_relation_filepath(oid) FROM pg_class
                         WHERE relkind IN ('r', 'i', 't') AND oid >= 16384
                        """).query(String.class).list().stream()
                .filter(this::holdsThem)
                .toList();
    }

    private boolean holdsThem(String file) {
        byte[] content = database.sql("SELECT pg_read_binary_file(?)")
                .param(file)
                .query(byte[].class)
                .single();
        return new String(content, StandardCharsets.ISO_8859_1).contains(LAST_WORDS);
    }

    private String fileOf(String table) {
        return database.sql("SELECT pg_relation_filepath(?::regclass)")
                .param(table)
                .query(String.class)
                .single();
    }
}
