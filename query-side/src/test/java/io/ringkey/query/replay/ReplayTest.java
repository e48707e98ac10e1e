package io.ringkey.query.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.account.Role;
import io.ringkey.query.processors.Projections;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.History;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
        awaitFinished(PROFILES);
        awaitFinished(LOGINS);

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
            var going = load.scheduleAtFixedRate(() -> history.ofPeople(1), 0, 50, TimeUnit.MILLISECONDS);
            for (int i = 0; i < 2; i++) {
                assertThat(ADMIN.post(PROFILES).statusCode()).isEqualTo(202);
                assertThat(ADMIN.post(LOGINS).statusCode()).isEqualTo(202);
                awaitFinished(PROFILES);
                awaitFinished(LOGINS);
            }
            going.cancel(false);
        }

        SIDE.settle();
        history.assertProjected();
        assertThat(SIDE.deadLetters()).isZero();
    }

    @Test
    void forgetsTheDeadLettersAndMakesThemAgain() {
        var person = TestPerson.unregistered(SIDE);
        person.lives(null, "Омск");
        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 1);
        String letter = deadLetterId();

        ADMIN.post(PROFILES);
        awaitFinished(PROFILES);

        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 1);
        assertThat(deadLetterId()).isNotEqualTo(letter);
        assertThat(ADMIN.json("/api/admin/projections/").toString()).contains("\"dead_letters\":1");

        SIDE.database().sql("DELETE FROM read_model.dead_letter").update();
        SIDE.database()
                .sql("DELETE FROM event_store.domain_event WHERE aggregate_identifier = ?")
                .param(person.account())
                .update();
    }

    @Test
    void isRefusedWhileOneIsUnderWay() {
        SIDE.database()
                .sql("INSERT INTO read_model.replay VALUES ('logins', 'running', 9223372036854775807, NULL, now())"
                        + " ON CONFLICT (projection) DO UPDATE SET state = 'running', target = 9223372036854775807")
                .update();
        try {
            var refused = ADMIN.post(LOGINS);

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("replay.running");
            assertThat(ADMIN.json(LOGINS).get("state").asString()).isEqualTo("running");
        } finally {
            SIDE.database()
                    .sql("DELETE FROM read_model.replay WHERE projection = 'logins'")
                    .update();
        }
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
            awaitFinished(PROFILES);

            assertThat(history.rows()).isEqualTo(before);
            assertThat(SIDE.bean(Projections.class).isStopped("profiles")).isFalse();
            await().atMost(PATIENCE).until(() -> !second.bean(Projections.class).isStopped("profiles"));
        }
        TestPerson.registered(SIDE);
        SIDE.settle();
        history.assertProjected();
    }

    @Test
    void givesUpWhenTheProjectionCannotBeEmptied() {
        history.ofPeople(1);
        SIDE.settle();
        String before = history.rows();
        SIDE.database().sql("""
                        CREATE FUNCTION read_model.keep() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION 'kept'; END $$;
                        CREATE TRIGGER keep BEFORE TRUNCATE ON read_model.profile EXECUTE FUNCTION read_model.keep()
                        """).update();
        try {
            ADMIN.post(PROFILES);
            await().atMost(PATIENCE)
                    .until(() -> ADMIN.json(PROFILES).get("state").asString().equals("failed"));
        } finally {
            SIDE.database().sql("DROP FUNCTION read_model.keep() CASCADE").update();
        }

        assertThat(history.rows()).isEqualTo(before);
        TestPerson.registered(SIDE);
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

    private static void awaitFinished(String path) {
        await().atMost(PATIENCE)
                .until(() -> ADMIN.json(path).get("state").asString().equals("finished"));
    }

    private static String deadLetterId() {
        return SIDE.database()
                .sql("SELECT dead_letter_id FROM read_model.dead_letter")
                .query(String.class)
                .single();
    }
}
