package io.ringkey.query.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.eventstore.Times;
import io.ringkey.query.inspection.RandomStreams.Made;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TimeTravelTest {

    private static final int STREAMS = Integer.getInteger("ringkey.travelled-streams", 30);
    private static final long SEED = Long.getLong("ringkey.travelled-streams.seed", 20260714L);

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);

    /** Streams that chance makes are no history, and nothing here is read of a projection. */
    @BeforeAll
    static void stopTheProjections() {
        SIDE.withoutProjections();
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void showsAtEveryVersionWhatAFreshFoldShows() {
        var streams = new RandomStreams(SEED, SIDE::newId);
        var kinds = new TreeSet<String>();
        int versions = 0;
        for (int number = 0; number < STREAMS; number++) {
            Made made = streams.next();
            kinds.add(made.kind());
            SIDE.append(made.stream(), made.events().toArray(DomainEvent[]::new));
            for (int version = 0; version < made.events().size(); version++) {
                JsonNode answer = ADMIN.json(path(made.stream()) + "?at=" + version);
                assertThat(flat(answer.at("/at/state")))
                        .as("version %d of %s, stream %d of seed %d", version, made, number, SEED)
                        .isEqualTo(FreshFold.of(made.kind(), made.events().subList(0, version + 1)));
                assertThat(answer.at("/at/unread")).isEmpty();
                versions++;
            }
        }
        System.out.printf("%d versions of %d streams (seed %d)%n", versions, STREAMS, SEED);
        assertThat(kinds).containsExactly("account", "looks", "number", "question", "rule", "session");
    }

    @Test
    void showsWhatChangedBetweenTwoVersions() {
        var person = TestPerson.registered(SIDE);
        person.lives("anna@example.org", "Омск");
        person.lives("alla@example.org", "Омск");
        SIDE.append(person.account(), new RoleChanged(person.account(), Role.MODERATOR, null, TestPerson.REGISTERED));

        var between = ADMIN.json(path(person.account()) + "?diff=2..4");

        assertThat(types(between.get("items"))).containsExactly("account.profile-changed", "account.role-changed");
        // The first letter of the email is the same, and the email is not.
        assertThat(between.at("/diff/changes").toString())
                .isEqualTo("[{\"field\":\"email\",\"before\":\"a•••\",\"after\":\"a•••\"},"
                        + "{\"field\":\"role\",\"before\":\"user\",\"after\":\"moderator\"}]");
        assertThat(ADMIN.json(path(person.account()) + "?diff=3..3").at("/diff/changes"))
                .isEmpty();
    }

    @Test
    void showsAStreamPageByPageFromItsBeginning() {
        var person = TestPerson.registered(SIDE);
        for (int time = 0; time < 3; time++) {
            person.lives("p" + time + "@example.org", null);
        }

        var first = ADMIN.json(path(person.account()) + "?limit=3");
        assertThat(first.get("kind").asString()).isEqualTo("account");
        assertThat(first.get("version").asLong()).isEqualTo(4);
        assertThat(first.get("at").isNull()).isTrue();
        assertThat(places(first)).containsExactly(0L, 1L, 2L);
        var second = ADMIN.json(
                path(person.account()) + "?limit=3&cursor=" + first.get("next").asString());
        assertThat(places(second)).containsExactly(3L, 4L);
        assertThat(second.get("next").isNull()).isTrue();
    }

    @Test
    void isNotBrokenByWhatCannotBeRead() {
        var person = TestPerson.registered(SIDE);
        person.lives("anna@example.org", "Омск");
        person.lives("anna@example.org", "Томск");
        SIDE.append(person.account(), new RoleChanged(person.account(), Role.ADMIN, null, TestPerson.REGISTERED));
        // Somebody has put another person's email into the fourth event, and the second is of a later release.
        SIDE.database().sql("""
                        UPDATE event_store.domain_event
                           SET payload = convert_to(jsonb_set(convert_from(payload, 'UTF8')::jsonb, '{email,value}',
                               '"gcm:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"')::text, 'UTF8')
                         WHERE aggregate_identifier = ? AND sequence_number = 3
                        """).param(person.account()).update();
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET payload_type = 'account.moved-to-the-moon'"
                        + " WHERE aggregate_identifier = ? AND sequence_number = 1")
                .param(person.account())
                .update();
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET payload = convert_to('{\"role\":\"EMPEROR\"}', 'UTF8')"
                        + " WHERE aggregate_identifier = ? AND sequence_number = 4")
                .param(person.account())
                .update();

        var at = ADMIN.json(path(person.account()) + "?at=4").get("at");

        assertThat(at.get("unread").toString()).isEqualTo("[1,4]");
        assertThat(at.at("/state/email").asString()).isEqualTo("(unreadable)");
        assertThat(at.at("/state/city").asString()).isEqualTo("Т•••");
        assertThat(at.at("/state/role").asString()).isEqualTo("user");
        assertThat(ADMIN.json("/api/admin/events/?stream=" + person.account()).get("items"))
                .hasSize(5);
    }

    @Test
    void showsNothingOfThoseWhoWereErased() {
        var person = TestPerson.registered(SIDE);
        person.lives("anna@example.org", "Омск");
        SIDE.database()
                .sql("UPDATE event_store.subject_key SET wrapped = NULL WHERE subject = ?")
                .param(person.subject())
                .update();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var state = ADMIN.json(path(person.account()) + "?at=2").at("/at/state");
            assertThat(state.get("phone").isNull()).isTrue();
            assertThat(state.get("city").isNull()).isTrue();
            assertThat(state.get("invite_code").asString()).isEqualTo(person.inviteCode());
        });
    }

    @Test
    void answersFastOfALongStreamAndSaysWhatIsTooLong() {
        var person = TestPerson.registered(SIDE);
        SIDE.database().sql("""
                        INSERT INTO event_store.domain_event
                               (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                                payload_revision, payload, meta_data)
                        SELECT gen_random_uuid(), e.aggregate_identifier, n, 'Test', now(), e.payload_type,
                               e.payload_revision, e.payload, e.meta_data
                          FROM generate_series(2, 9999) n, event_store.domain_event e
                         WHERE e.aggregate_identifier = ? AND e.sequence_number = 1
                        """).param(person.account()).update();
        ADMIN.json(path(person.account()) + "?at=9998");

        var times = Times.of(3, () -> {
            var last = ADMIN.json(path(person.account()) + "?at=9999");
            assertThat(last.at("/at/state/invite_code").asString()).isEqualTo(person.inviteCode());
        });

        assertThat(times.slowerThan(5_000)).as(times.toString()).isFalse();
        System.out.println("the state at version 9,999: " + times);
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET sequence_number = 60000"
                        + " WHERE aggregate_identifier = ? AND sequence_number = 9999")
                .param(person.account())
                .update();
        var tooLong = ADMIN.get(path(person.account()) + "?at=60000");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(tooLong.body()).contains("too long for a state");
        assertThat(ADMIN.get("/admin/streams/" + person.account() + "/").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at=2",
                "at=-1",
                "at=first",
                "at=99999999999999999999",
                "diff=0..2",
                "diff=1..0",
                "diff=0",
                "diff=-1..1",
                "diff=0..99999999999999999999",
                "payload=all",
                "cursor=%21",
                "limit=0"
            })
    void refusesWhatMakesNoSense(String query) {
        var person = TestPerson.registered(SIDE);

        assertThat(ADMIN.get(path(person.account()) + "?" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void knowsNoStreamOfWhichNothingIsOnRecord() {
        assertThat(ADMIN.get(path(SIDE.newId())).statusCode()).isEqualTo(404);
        assertThat(ADMIN.get("/api/admin/streams/nowhere/").statusCode()).isEqualTo(404);
    }

    // A4, A7
    @Test
    void showsModeratorsOfPeopleThatSomethingHappenedAndNothingElse() {
        var moderator = Calls.as(Role.MODERATOR, SIDE);
        var person = TestPerson.registered(SIDE);
        UUID looks = SIDE.newId();
        SIDE.append(looks, new Looked(looks, SIDE.newId(), "/api/users/list", null, TestPerson.REGISTERED));

        var seen = moderator.json(path(person.account()));

        assertThat(types(seen.get("items"))).containsExactly("account.person-registered", "account.invite-code-given");
        for (JsonNode item : seen.get("items")) {
            for (String hidden : Set.of("payload", "metadata", "actor")) {
                assertThat(item.get(hidden).isNull()).as(hidden).isTrue();
            }
        }
        for (String more : List.of("?at=0", "?diff=0..1", "?payload=masked", "?payload=full")) {
            assertThat(moderator.get(path(person.account()) + more).statusCode())
                    .as(more)
                    .isEqualTo(403);
        }
        assertThat(moderator.get(path(looks)).statusCode()).isEqualTo(403);
        assertThat(Calls.as(Role.USER, SIDE).get(path(person.account())).statusCode())
                .isEqualTo(403);
        assertThat(Calls.asNobody(SIDE).get(path(person.account())).statusCode())
                .isEqualTo(401);
    }

    // A7
    @Test
    void showsPersonalValuesInFullOnlyWhenThatWentOnRecord() {
        var person = TestPerson.registered(SIDE);
        long index = SIDE.last() - 1;
        long before = looks("?payload=full");

        assertThat(ADMIN.get(path(person.account()) + "?at=0").body()).doesNotContain(person.phone());
        assertThat(looks("?payload=full")).isEqualTo(before);
        assertThat(ADMIN.json(path(person.account()) + "?at=0&payload=full")
                        .at("/at/state/phone")
                        .asString())
                .isEqualTo(person.phone());
        assertThat(ADMIN.json("/api/admin/events/" + index + "/?payload=full")
                        .at("/payload/phone")
                        .asString())
                .isEqualTo(person.phone());

        assertThat(looked(
                        "/api/admin/streams/{stream_id}?payload=full",
                        person.account().toString()))
                .isTrue();
        assertThat(looked("/api/admin/events/{index}?payload=full", Long.toString(index)))
                .isTrue();
        for (String many : List.of("/api/admin/events/", "/api/admin/events/tail/")) {
            assertThat(ADMIN.get(many + "?payload=full").statusCode()).as(many).isEqualTo(400);
        }
        assertThat(ADMIN.json("/api/admin/events/?payload=none&limit=1")
                        .at("/items/0/payload")
                        .isNull())
                .isTrue();
    }

    private static long looks(String end) {
        return SIDE.database()
                .sql("SELECT count(*) FROM command_state.audit_inbox WHERE what LIKE ?")
                .param("%" + end)
                .query(Long.class)
                .single();
    }

    private static boolean looked(String what, String about) {
        return SIDE.database()
                .sql("SELECT count(*) > 0 FROM command_state.audit_inbox WHERE what = ? AND about = ?")
                .params(what, about)
                .query(Boolean.class)
                .single();
    }

    private static String path(UUID stream) {
        return "/api/admin/streams/" + stream + "/";
    }

    private static List<String> types(JsonNode items) {
        return items.valueStream().map(item -> item.get("type").asString()).toList();
    }

    private static List<Long> places(JsonNode stream) {
        return stream.get("items")
                .valueStream()
                .map(item -> item.get("sequence").asLong())
                .toList();
    }

    private static Map<String, @Nullable Object> flat(JsonNode state) {
        var flat = new TreeMap<String, @Nullable Object>();
        state.forEachEntry((name, value) -> {
            if (value.isObject()) {
                value.forEachEntry((field, inner) -> flat.put(name + "." + field, text(inner)));
            } else {
                flat.put(name, text(value));
            }
        });
        return flat;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asString();
    }
}
