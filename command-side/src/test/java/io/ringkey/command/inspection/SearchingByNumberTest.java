package io.ringkey.command.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.account.Role;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchingByNumberTest {

    private static final String PATH = "/api/admin/events/search/";

    private static RunningCommandSide app;
    private static People people;
    private static Person admin;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("TRUSTED_PROXIES", "", "SMS_SENDER", "echo"));
        people = new People(app);
        admin = people.somebody(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void findsWrongCodesOnANumberThatNeverSignedIn() {
        String phone = RunningCommandSide.newPhone();
        String code = app.askForCode(phone).text("auth_code");
        for (int guess = 0; guess < 3; guess++) {
            assertThat(app.postToken(phone, RunningCommandSide.wrong(code)).status())
                    .isEqualTo(401);
        }

        Answer answer = search(Map.of("phone", "8" + phone.substring(2)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(types(answer))
                .filteredOn("verification.wrong-code-given"::equals)
                .hasSize(3);
        assertThat(types(answer)).contains("verification.code-requested");
        assertThat(types(search(Map.of("phone", phone, "type", "verification.wrong-code-given"))))
                .hasSize(3);
        // A7: masked
        assertThat(answer.response().body()).doesNotContain(phone).doesNotContain("127.0.0.1");
    }

    @Test
    void findsThePersonAndTheirSessionsToo() {
        Person anna = somebodyWhoseCodeIsSent();
        anna.patch(Map.of("city", "Омск"));

        List<String> types = types(search(Map.of("phone", anna.phone())));

        assertThat(types)
                .contains(
                        "verification.code-verified",
                        "account.person-registered",
                        "account.profile-changed",
                        "session.opened");
        assertThat(types(search(Map.of("phone", anna.phone(), "actor", anna.id().toString()))))
                .contains("account.profile-changed")
                .doesNotContain("account.person-registered");
        assertThat(types(
                        search(Map.of("phone", anna.phone(), "stream", anna.id().toString()))))
                .containsExactlyElementsOf(anna.events().reversed());
        assertThat(types(search(
                        Map.of("phone", anna.phone(), "stream", admin.id().toString()))))
                .isEmpty();
        assertThat(types(search(Map.of("phone", anna.phone(), "from", "2100-01-01T00:00:00Z"))))
                .isEmpty();
        assertThat(types(search(Map.of("phone", anna.phone(), "to", "2100-01-01T00:00:00Z"))))
                .hasSameSizeAs(types);
    }

    @Test
    void findsWhatWasRefusedAboutTheNumberAndNotWhatWasRefusedAboutOthers() {
        String phone = refusedNumber();
        String another = refusedNumber();

        assertThat(types(search(Map.of("phone", phone))))
                .filteredOn("limit.refused"::equals)
                .hasSize(1);
        Answer refusals = search(Map.of("phone", another, "type", "limit.refused"));
        assertThat(types(refusals)).hasSize(1);
        String stream = refusals.json().get("items").get(0).get("stream").asString();
        assertThat(types(search(Map.of("phone", phone, "stream", stream)))).containsExactly("limit.refused");
        assertThat(types(search(Map.of("phone", phone, "ip", "127.0.0.1")))).contains("verification.code-requested");
        assertThat(types(search(Map.of("phone", people.somebody().phone())))).doesNotContain("limit.refused");
    }

    /** It has no guess left, and no message for a minute. */
    private static String refusedNumber() {
        String phone = RunningCommandSide.newPhone();
        String code = app.askForCode(phone).text("auth_code");
        for (int guess = 0; guess < 3; guess++) {
            app.postToken(phone, RunningCommandSide.wrong(code));
        }
        assertThat(app.askForCode(phone).status()).isEqualTo(429);
        return phone;
    }

    @Test
    void findsSessionsWhoseRowsAreForgotten() {
        Person anna = people.somebody();
        app.jdbc()
                .sql("DELETE FROM command_state.session WHERE account_id = ?")
                .param(anna.id().value())
                .update();

        assertThat(types(search(Map.of("phone", anna.phone())))).contains("session.opened");
    }

    @Test
    void findsWhatCameFromAnAddress() {
        Person anna = people.somebody();

        assertThat(types(search(Map.of("phone", anna.phone(), "ip", "127.0.0.1"))))
                .contains("verification.code-requested", "session.opened")
                .doesNotContain("account.person-registered");
        assertThat(types(search(Map.of("phone", anna.phone(), "ip", "203.0.113.7"))))
                .isEmpty();
    }

    @Test
    void goesThroughEverythingPageByPage() {
        Person anna = somebodyWhoseCodeIsSent();
        List<String> all = types(search(Map.of("phone", anna.phone())));
        for (Map<String, Object> filter : List.<Map<String, Object>>of(Map.of(), Map.of("ip", "127.0.0.1"))) {
            var whole = new HashMap<String, Object>(filter);
            whole.put("phone", anna.phone());
            List<String> expected = types(search(whole));
            var found = new ArrayList<String>();
            var page = new HashMap<>(whole);
            page.put("limit", 2);
            for (int pages = 0; pages <= all.size(); pages++) {
                Answer answer = search(page);
                found.addAll(types(answer));
                assertThat(types(answer)).hasSizeLessThanOrEqualTo(2);
                if (answer.json().get("next").isNull()) {
                    break;
                }
                page.put("cursor", answer.text("next"));
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void findsNothingOfANumberThatNobodyAskedAbout() {
        Answer answer = search(Map.of("phone", RunningCommandSide.newPhone()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(types(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"phone\":null}",
                "{\"phone\":\"\"}",
                "{\"phone\":\"12\"}",
                "{\"phone\":79136740000}",
                "{\"phone\":\"+79136740000\",\"stream\":\"x\"}",
                "{\"phone\":\"+79136740000\",\"actor\":1}",
                "{\"phone\":\"+79136740000\",\"from\":\"yesterday\"}",
                "{\"phone\":\"+79136740000\",\"limit\":0}",
                "{\"phone\":\"+79136740000\",\"limit\":201}",
                "{\"phone\":\"+79136740000\",\"cursor\":\"%%%\"}",
                "{\"phone\":\"+79136740000\",\"cursor\":\"eA\"}",
                "{\"phone\":\"+79136740000\",\"nickname\":\"x\"}"
            })
    void refusesASearchThatIsNotWellFormed(String body) {
        assertThat(search(body).status()).isEqualTo(400);
    }

    // A7
    @Test
    void isItselfOnRecordOnceAnHourAndPerson() {
        Person looker = people.somebody(Role.ADMIN);
        Person anna = people.somebody();
        RecordLooks record = app.bean(RecordLooks.class);
        for (int time = 0; time < 50; time++) {
            looker.call("POST", PATH, Map.of("phone", anna.phone()));
        }
        looker.call("POST", PATH, Map.of("phone", RunningCommandSide.newPhone()));
        anna.call("POST", PATH, Map.of("phone", looker.phone()));

        record.round();
        await().untilAsserted(() -> assertThat(looksOf(looker))
                .containsExactly(
                        "/api/admin/events/search " + anna.id() + " " + looker.id(),
                        "/api/admin/events/search - " + looker.id()));
        assertThat(looksOf(anna)).isEmpty();

        app.clock().advance(Duration.ofHours(1));
        record.round();
        new Person(app, looker.id(), looker.phone(), app.signIn(looker.phone()).text("access"))
                .call("POST", PATH, Map.of("phone", anna.phone()));
        record.round();
        await().untilAsserted(() -> assertThat(looksOf(looker)).hasSize(3));
        assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.audit_inbox")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        app.clock().advance(Duration.ofHours(1));
        admin = new Person(
                app, admin.id(), admin.phone(), app.signIn(admin.phone()).text("access"));
    }

    /** What, about whom, and on whose behalf. */
    private static List<String> looksOf(Person by) {
        return app.jdbc().sql("""
                        SELECT (payload ->> 'what') || ' ' || coalesce(payload ->> 'about', '-') || ' ' || actor
                          FROM (SELECT global_index, actor, convert_from(payload, 'UTF8')::jsonb AS payload
                                  FROM event_store.domain_event WHERE payload_type = 'inspection.looked') e
                         WHERE payload ->> 'by' = ? ORDER BY global_index
                        """).param(by.id().toString()).query(String.class).list();
    }

    // A4
    @Test
    void isForAdminsAlone() {
        var body = Map.of("phone", admin.phone());

        assertThat(app.call("POST", PATH, body).status()).isEqualTo(401);
        assertThat(people.somebody().call("POST", PATH, body).status()).isEqualTo(403);
        assertThat(people.somebody(Role.MODERATOR).call("POST", PATH, body).status())
                .isEqualTo(403);
    }

    /** Nothing more happens to them by itself. */
    private static Person somebodyWhoseCodeIsSent() {
        Person person = people.somebody();
        await().untilAsserted(() ->
                assertThat(types(search(Map.of("phone", person.phone())))).contains("delivery.code-sent"));
        return person;
    }

    private static Answer search(Object body) {
        return admin.call("POST", PATH, body);
    }

    private static List<String> types(Answer answer) {
        var types = new ArrayList<String>();
        for (JsonNode item : answer.json().get("items")) {
            types.add(item.get("type").asString());
        }
        return types;
    }
}
