package io.ringkey.query.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.History;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROFILES = "/api/admin/projections/profiles/replay/";
    private static final String LOGINS = "/api/admin/projections/logins/replay/";

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);

    private final History history = new History(SIDE);

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void makesTheRowsThatAFoldOfTheRecordMakes() { // R2
        history.ofPeople(40);
        SIDE.settle();
        history.assertProjected();
        String before = history.rows();

        assertThat(ADMIN.post(PROFILES).statusCode()).isEqualTo(202);
        assertThat(ADMIN.post(LOGINS).statusCode()).isEqualTo(202);
        awaitState(PROFILES, "finished");
        awaitState(LOGINS, "finished");

        assertThat(history.rows()).isEqualTo(before);
        history.assertProjected();
        assertThat(SIDE.deadLetters()).isZero();
        var progress = ADMIN.json(PROFILES);
        assertThat(progress.get("percent").asInt()).isEqualTo(100);
        assertThat(progress.get("position")).isEqualTo(progress.get("target"));
        assertThat(progress.get("events_per_second").asLong()).isPositive();
        System.out.println(
                "replayed " + progress.get("target") + " events at " + progress.get("events_per_second") + " events/s");
    }

    @Test
    void losesNothingThatIsAppendedMeanwhile() {
        try (var load = Executors.newSingleThreadScheduledExecutor()) {
            var going = load.scheduleWithFixedDelay(() -> history.ofPeople(1), 0, 200, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 2; i++) {
                assertThat(ADMIN.post(PROFILES).statusCode()).isEqualTo(202);
                assertThat(ADMIN.post(LOGINS).statusCode()).isEqualTo(202);
                awaitState(PROFILES, "finished");
                awaitState(LOGINS, "finished");
            }
            going.cancel(false);
        }

        SIDE.settle();
        history.assertProjected();
        assertThat(SIDE.deadLetters()).isZero();
    }

    @Test
    void meetsDeadLettersAgainAndWaitsForAWord() {
        var person = TestPerson.unregistered(SIDE);
        person.lives(null, "Омск");
        person.lives(null, "Томск");
        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 2);
        List<String> letters = deadLetterIds("profiles");
        try {
            ADMIN.post(PROFILES);
            awaitState(PROFILES, "waiting");

            assertThat(ADMIN.json(PROFILES).get("dead_letters").asLong()).isEqualTo(2);
            assertThat(deadLetterIds("profiles")).isEqualTo(letters);
            assertThat(ADMIN.post(PROFILES + "switch/").statusCode()).isEqualTo(204);
            awaitState(PROFILES, "finished");

            assertThat(deadLetterIds("profiles")).hasSize(2).doesNotContainAnyElementsOf(letters);
            assertThat(SIDE.deadLetters()).isEqualTo(2);
            person.register(TestPerson.REGISTERED);
            person.lives(null, "Тверь");
            await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 5);
        } finally {
            SIDE.database().sql("DELETE FROM read_model.dead_letter").update();
            SIDE.database()
                    .sql("DELETE FROM event_store.domain_event WHERE aggregate_identifier = ?")
                    .param(person.account())
                    .update();
        }
    }

    @Test
    void showsWhereTheTwoDifferAndMendsTheViewOnAWord() {
        history.ofPeople(4);
        SIDE.settle();
        String before = history.rows();
        UUID changed = anAccount("ORDER BY account_id LIMIT 1");
        UUID lost = anAccount("ORDER BY account_id DESC LIMIT 1");
        UUID invented = SIDE.newId();
        SIDE.database()
                .sql("UPDATE read_model.profile SET city = 'Nowhere' WHERE account_id = ?")
                .param(changed)
                .update();
        SIDE.database()
                .sql("DELETE FROM read_model.profile WHERE account_id = ?")
                .param(lost)
                .update();
        SIDE.database()
                .sql("INSERT INTO read_model.profile (account_id, role, created_at, version)"
                        + " VALUES (?, 'user', now(), 0)")
                .param(invented)
                .update();

        assertThat(ADMIN.send("POST", PROFILES, "{\"then\":\"wait\"}").statusCode())
                .isEqualTo(202);
        awaitState(PROFILES, "waiting");

        var comparison = ADMIN.json(PROFILES).get("comparison");
        assertThat(comparison.get("position").asLong()).isEqualTo(SIDE.last());
        assertThat(comparison.get("same").asBoolean()).isFalse();
        var profile = table("profile");
        assertThat(profile.get("rows")).isEqualTo(profile.get("rows_of_replay"));
        assertThat(profile.get("checksum")).isNotEqualTo(profile.get("checksum_of_replay"));
        assertThat(profile.get("only_in_view").asInt()).isEqualTo(1);
        assertThat(profile.get("only_in_replay").asInt()).isEqualTo(1);
        assertThat(profile.get("different").asInt()).isEqualTo(1);
        assertThat(profile.get("ids").toString()).contains(changed.toString(), lost.toString(), invented.toString());
        var referral = table("referral");
        assertThat(referral.get("checksum")).isEqualTo(referral.get("checksum_of_replay"));

        SIDE.database()
                .sql("DELETE FROM read_model.profile WHERE account_id = ?")
                .param(invented)
                .update();
        ADMIN.post(PROFILES + "compare/");
        await().atMost(PATIENCE)
                .until(() -> table("profile").get("only_in_view").asInt() == 0);
        ADMIN.post(PROFILES + "switch/");
        awaitState(PROFILES, "finished");

        assertThat(history.rows()).isEqualTo(before);
    }

    @Test
    void followsTheViewWhileItWaitsSoThatNobodyWhoLeftComesBack() { // D3
        var person = TestPerson.registered(SIDE);
        person.lives("gone@example.org", "Омск");
        SIDE.settle();
        ADMIN.send("POST", PROFILES, "{\"then\":\"wait\"}");
        awaitState(PROFILES, "waiting");
        assertThat(cities("next_profile", person)).containsExactly("Омск");
        await().untilAsserted(() -> assertThat(gauge("running")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(gauge("progress.ratio")).isEqualTo(1));

        person.leaves();
        TestPerson.registered(SIDE);
        SIDE.settle();
        ADMIN.post(PROFILES + "switch/");
        awaitState(PROFILES, "finished");

        assertThat(cities("profile", person)).containsExactly((String) null);
        await().untilAsserted(() -> assertThat(gauge("running")).isZero());
        // The fold that other tests compare with knows nobody who left.
        SIDE.settle();
        for (String table :
                List.of("event_store.domain_event WHERE aggregate_identifier", "read_model.profile WHERE account_id")) {
            SIDE.database()
                    .sql("DELETE FROM " + table + " = ?")
                    .param(person.account())
                    .update();
        }
    }

    @Test
    void isRefusedWhileOneIsUnderWayAndLeavesNothingWhenCancelled() {
        history.ofPeople(1);
        SIDE.settle();
        String before = history.rows();
        ADMIN.send("POST", LOGINS, "{\"then\":\"wait\"}");
        awaitState(LOGINS, "waiting");

        var refused = ADMIN.post(LOGINS);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("replay.running");

        assertThat(ADMIN.delete(LOGINS).statusCode()).isEqualTo(204);
        assertThat(ADMIN.json(LOGINS).get("state").asString()).isEqualTo("cancelled");
        for (String late : List.of("switch/", "compare/")) {
            assertThat(ADMIN.post(LOGINS + late).statusCode()).isEqualTo(409);
        }
        assertThat(ADMIN.delete(LOGINS).body()).contains("replay.not-ready");
        await().atMost(PATIENCE).until(() -> tables().stream().noneMatch(table -> table.startsWith("next_")));
        assertThat(history.rows()).isEqualTo(before);
        assertThat(ADMIN.send("POST", LOGINS, "{\"then\":\"sleep\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void leavesEverythingAboutTheTablesAsItWas() {
        List<String> before = shape();

        for (String projection : List.of("profiles", "logins", "sessions", "figures")) {
            ADMIN.post("/api/admin/projections/" + projection + "/replay/");
        }
        for (String projection : List.of("profiles", "logins", "sessions", "figures")) {
            awaitState("/api/admin/projections/" + projection + "/replay/", "finished");
        }

        assertThat(shape()).isEqualTo(before).hasSizeGreaterThan(40);
    }

    @Test
    void worksWhenAnotherProcessHasTheProjection() {
        history.ofPeople(5);
        try (var second = SecondProcess.beside(SIDE)) {
            SIDE.settle();
            String before = history.rows();
            SIDE.processor("profiles").shutDown();
            await().atMost(PATIENCE)
                    .until(() ->
                            !second.processor("profiles").processingStatus().isEmpty());
            SIDE.processor("profiles").start();

            assertThat(ADMIN.post(PROFILES).statusCode()).isEqualTo(202);
            awaitState(PROFILES, "finished");

            assertThat(history.rows()).isEqualTo(before);
        }
        TestPerson.registered(SIDE);
        SIDE.settle();
        history.assertProjected();
    }

    @Test
    void goesOnElsewhereWhenItsProcessDies() {
        history.ofPeople(20);
        SIDE.settle();
        String before = history.rows();
        try (var second = SecondProcess.beside(SIDE)) {
            for (int i = 0; i < 2; i++) {
                ADMIN.post(PROFILES);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> killTheReplay(SIDE, "profiles"));
                awaitState(PROFILES, "finished");
                assertThat(history.rows()).isEqualTo(before);
            }
        }
        SIDE.settle();
        history.assertProjected();
    }

    @Test
    void failsWhenTheTwinsCannotBeMadeAndLeavesTheView() {
        history.ofPeople(1);
        SIDE.settle();
        String before = history.rows();
        SIDE.database()
                .sql("CREATE VIEW read_model.next_profile AS SELECT 1 AS one")
                .update();
        try {
            ADMIN.post(PROFILES);
            awaitState(PROFILES, "failed");
            assertThat(ADMIN.json(PROFILES).get("problem").asString()).contains("SQLSTATE 42809");
        } finally {
            SIDE.database().sql("DROP VIEW read_model.next_profile").update();
        }

        assertThat(history.rows()).isEqualTo(before);
        TestPerson.registered(SIDE);
        ADMIN.post(PROFILES);
        awaitState(PROFILES, "finished");
        SIDE.settle();
        history.assertProjected();
    }

    @Test
    void isForAdminsAlone() { // A4
        for (String path : new String[] {PROFILES, "/api/admin/projections/"}) {
            assertThat(Calls.asNobody(SIDE).get(path).statusCode()).isEqualTo(401);
            assertThat(Calls.as(Role.USER, SIDE).get(path).statusCode()).isEqualTo(403);
            assertThat(Calls.as(Role.MODERATOR, SIDE).get(path).statusCode()).isEqualTo(403);
        }
        assertThat(Calls.as(Role.MODERATOR, SIDE).post(PROFILES).statusCode()).isEqualTo(403);
        assertThat(ADMIN.post("/api/admin/projections/dreams/replay/").statusCode())
                .isEqualTo(404);
        assertThat(ADMIN.get("/api/admin/projections/dreams/replay/").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsHowFarTheProjectionsAre() {
        history.ofPeople(1);
        SIDE.settle();
        await().atMost(PATIENCE).untilAsserted(() -> {
            var items = ADMIN.json("/api/admin/projections/").get("items");
            assertThat(items).hasSize(4);
            for (var item : items) {
                assertThat(item.get("name").asString()).isIn("profiles", "logins", "sessions", "figures");
                assertThat(item.get("status").asString()).isEqualTo("running");
                assertThat(item.get("lag").asLong()).isZero();
                assertThat(item.get("position").asLong()).isEqualTo(SIDE.last());
                assertThat(item.get("segments").get(0).get("claimed").asBoolean())
                        .isTrue();
            }
        });
    }

    private static void awaitState(String path, String state) {
        await().atMost(PATIENCE)
                .until(() -> ADMIN.json(path).get("state").asString().equals(state));
    }

    /** As its process's end would; false when no process is at it. */
    private static boolean killTheReplay(RunningQuerySide side, String projection) {
        return !side.database()
                .sql("SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE locktype = 'advisory' AND datname = current_database()"
                        + " AND objid::bigint = hashtext(?)::bigint & 4294967295")
                .param(projection)
                .query()
                .listOfRows()
                .isEmpty();
    }

    private static JsonNode table(String name) {
        return ADMIN.json(PROFILES)
                .get("comparison")
                .get("tables")
                .valueStream()
                .filter(table -> table.get("table").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> deadLetterIds(String projection) {
        return SIDE.database()
                .sql("SELECT dead_letter_id FROM read_model.dead_letter WHERE processing_group = ? ORDER BY 1")
                .param(projection)
                .query(String.class)
                .list();
    }

    private static UUID anAccount(String which) {
        return SIDE.database()
                .sql("SELECT account_id FROM read_model.profile WHERE NOT erased " + which)
                .query(UUID.class)
                .single();
    }

    private static List<String> cities(String table, TestPerson person) {
        return SIDE.database()
                .sql("SELECT city FROM read_model." + table + " WHERE account_id = ?")
                .param(person.account())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static List<String> tables() {
        return SIDE.database()
                .sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'read_model'")
                .query(String.class)
                .list();
    }

    private static List<String> shape() {
        return SIDE.database().sql("""
                        SELECT tablename || ': ' || indexdef FROM pg_indexes WHERE schemaname = 'read_model'
                         UNION ALL
                        SELECT viewname || ': ' || definition FROM pg_views WHERE schemaname = 'read_model'
                         UNION ALL
                        SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
                          FROM pg_constraint WHERE connamespace = 'read_model'::regnamespace
                         UNION ALL
                        SELECT c.oid::regclass || ' ' || coalesce(c.relacl::text, '-') || ' ' || a.attname || ' '
                               || coalesce(a.attstattarget::text, '-') || ' ' || a.atttypid::regtype || ' ' || a.attnotnull
                          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                         WHERE c.relnamespace = 'read_model'::regnamespace AND c.relkind IN ('r', 'v')
                         ORDER BY 1
                        """).query(String.class).list();
    }

    private static double gauge(String figure) {
        return SIDE.bean(MeterRegistry.class)
                .get("ringkey.replay." + figure)
                .tag("projection", "profiles")
                .gauge()
                .value();
    }
}
