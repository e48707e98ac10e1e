package io.ringkey.query.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.account.Role;
import io.ringkey.query.processors.ManyEvents;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.History;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Of replays of many events, while people read and more happens, and when a process dies on the way. */
class ReadersNoticeNothingOfAReplayTest {

    private static final int EVENTS = Integer.getInteger("ringkey.replayed-events", 3_000);
    private static final int MANY = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String OF_LOGINS = "/api/admin/projections/logins/replay/";
    private static final String OF_FIGURES = "/api/admin/projections/figures/replay/";

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final History HISTORY = new History(SIDE);
    private static final Admin ADMIN = new Admin(SIDE);

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger appended = new AtomicInteger();

    @BeforeAll
    static void muchHappens() {
        HISTORY.ofPeople(20);
        ManyEvents.ofWrongCodes(SIDE, SecondProcess.database(SIDE)).append(EVENTS);
        await().atMost(PATIENCE).until(() -> lag() == 0);
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void whichAnswersWithoutAnErrorAndThenWithTheSameRows() throws SQLException {
        UUID reader = TestPerson.registered(SIDE).account();
        SIDE.settle();
        long rows = rows();
        try (var others = Executors.newScheduledThreadPool(2)) {
            others.scheduleWithFixedDelay(() -> read(reader, rows), 0, 5, TimeUnit.MILLISECONDS);
            others.scheduleWithFixedDelay(this::happen, 0, 100, TimeUnit.MILLISECONDS);
            var percents = new TreeSet<Integer>();
            long began = System.nanoTime();
            assertThat(ADMIN.calls().post(OF_LOGINS).statusCode()).isEqualTo(202);
            JsonNode progress = follow(OF_LOGINS, percents);
            double rate = progress.get("target").asLong() / ((System.nanoTime() - began) / 1e9);
            others.shutdown();

            if (EVENTS > MANY) {
                assertThat(percents).as("it moves").hasSizeGreaterThan(20);
            }
            assertSame(progress);
            double cursor = cursor(SIDE);
            System.out.printf(
                    "replay of logins: %d events at %.0f events/s, a raw cursor %.0f rows/s, ratio %.3f;"
                            + " %d reads, %d failed, %d percentages seen%n",
                    progress.get("target").asLong(),
                    rate,
                    cursor,
                    rate / cursor,
                    reads.get(),
                    failures.get(),
                    percents.size());
        }
        SIDE.settle();
        HISTORY.assertProjected();
        assertThat(failures).hasValue(0);
        assertThat(reads).hasPositiveValue();
        assertThat(appended).hasPositiveValue();
        assertThat(SIDE.deadLetters()).isZero();
    }

    /** Of what is counted: an event that is taken in twice shows. */
    @Test
    void whichGoesOnWhereItWasWhenItsProcessDies() {
        ADMIN.calls().post(OF_FIGURES);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(ReadersNoticeNothingOfAReplayTest::killedOnItsWay);

        assertSame(follow(OF_FIGURES, new TreeSet<>()));
    }

    private static void assertSame(JsonNode progress) {
        assertThat(progress.get("state").asString()).isEqualTo("finished");
        assertThat(progress.get("dead_letters").asLong()).isZero();
        assertThat(progress.get("comparison").get("same").asBoolean())
                .as(progress.toString())
                .isTrue();
    }

    private static double cursor(RunningQuerySide side) throws SQLException {
        long rows = 0;
        long began = System.nanoTime();
        try (Connection connection = SecondProcess.database(side).getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(5_000);
                try (var found =
                        statement.executeQuery("SELECT * FROM event_store.domain_event ORDER BY global_index")) {
                    while (found.next()) {
                        rows++;
                    }
                }
            }
        }
        return rows / ((System.nanoTime() - began) / 1e9);
    }

    /** Until the replay has ended. */
    private static JsonNode follow(String replay, TreeSet<Integer> percents) {
        while (true) {
            JsonNode progress = ADMIN.calls().json(replay);
            int percent = progress.get("percent").asInt();
            assertThat(percent).as("forwards").isGreaterThanOrEqualTo(percents.isEmpty() ? 0 : percents.getLast());
            percents.add(percent);
            if (progress.get("finished_at").isString()) {
                return progress;
            }
            await().pollDelay(Duration.ofMillis(EVENTS > MANY ? 500 : 10)).until(() -> true);
        }
    }

    /** Looked at behind each batch, and before it can commit the next one. */
    private static boolean killedOnItsWay() {
        return !SIDE.database().sql("""
                        WITH begun AS MATERIALIZED (
                             SELECT projection FROM read_model.replay_beside
                              WHERE projection = 'figures' AND position > 0 AND state = 'running' FOR UPDATE)
                        SELECT pg_terminate_backend(pid)
                          FROM begun, pg_locks JOIN pg_database d ON d.oid = database
                         WHERE locktype = 'advisory' AND datname = current_database()
                           AND objid::bigint = hashtext(projection)::bigint & 4294967295
                        """).query().listOfRows().isEmpty();
    }

    private void read(UUID reader, long rows) {
        try {
            reads.incrementAndGet();
            var logins = SIDE.getAs(SIDE.token(reader, Role.USER), "/api/users/me/logins/");
            if (logins.statusCode() != 200 || rows() < rows) {
                failures.incrementAndGet();
                System.out.println("a read failed: " + logins.statusCode() + " " + logins.body());
            }
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            System.out.println("a read failed: " + e);
        }
    }

    private void happen() {
        HISTORY.ofPeople(1);
        appended.incrementAndGet();
    }

    /** Some: all would take longer than the replay. */
    private static long rows() {
        return SIDE.database()
                .sql(
                        "SELECT count(*) FROM (SELECT position FROM read_model.login_entry ORDER BY position LIMIT 1000) entries")
                .query(Long.class)
                .single();
    }

    private static long lag() {
        long lag = 0;
        for (JsonNode projection : ADMIN.calls().json("/api/admin/projections/").get("items")) {
            lag += projection.get("lag").asLong();
        }
        return lag;
    }

    /** Access tokens last ten minutes, which is less than a million events. */
    private static final class Admin {

        private static final long RENEWED_AFTER = Duration.ofMinutes(5).toNanos();

        private final RunningQuerySide side;
        private Calls calls;
        private long since = System.nanoTime();

        Admin(RunningQuerySide side) {
            this.side = side;
            this.calls = Calls.as(Role.ADMIN, side);
        }

        synchronized Calls calls() {
            if (System.nanoTime() - since > RENEWED_AFTER) {
                since = System.nanoTime();
                calls = Calls.as(Role.ADMIN, side);
            }
            return calls;
        }
    }
}
