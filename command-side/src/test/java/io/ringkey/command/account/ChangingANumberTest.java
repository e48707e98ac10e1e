package io.ringkey.command.account;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.Role;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.FoldedProfiles;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Part;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChangingANumberTest {

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("LANGUAGE", "en"), List.of(LegibleFields.class));
        FoldedProfiles.beside(app);
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    // A3
    @Test
    void movesSomebodyToTheNumberThatTheyProve() {
        Person anna = people.somebody();
        String phone = newPhone();

        Answer asked = anna.put(Map.of("phone", phone, "city", "Омск"));

        assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
        assertThat(asked.text("phone")).isEqualTo(anna.phone());
        assertThat(asked.text("city")).isEqualTo("Омск");
        assertThat(asked.header("ETag")).isPresent();
        assertThat(asked.header("X-Event-Position")).isPresent();
        var change = asked.json().get("phone_change");
        assertThat(change.propertyNames()).containsExactly("challenge_id", "expires_in", "resend_after");
        assertThat(change.get("expires_in").asInt()).isEqualTo(300);
        assertThat(change.get("resend_after").asInt()).isEqualTo(60);

        Answer changed = prove(anna, codeOf(asked));

        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.text("phone")).isEqualTo(phone);
        assertThat(changed.text("city")).isEqualTo("Омск");
        assertThat(changed.header("X-Event-Position")).isPresent();
        assertThat(anna.events()).endsWith("account.profile-changed", "account.phone-changed");
        assertThat(app.stream(app.streamOf(challengeOf(asked))))
                .startsWith("verification.code-requested")
                .contains("verification.number-proved");
        assertThat(app.signIn(phone).text("user_id")).isEqualTo(anna.id().toString());
    }

    // A3
    @Test
    void endsTheOtherSessionsAndLeavesThisOne() {
        Person anna = people.somebody();
        app.clock().advance(Duration.ofMinutes(1));
        Person elsewhere = again(anna);
        changeTo(anna, newPhone());

        assertThat(elsewhere.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
        assertThat(anna.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertThat(reasonsOf(elsewhere)).containsExactly("PHONE_CHANGED");
    }

    // A3
    @Test
    void makesANewPersonOfWhoeverHoldsTheFormerNumberNext() {
        Person anna = people.somebody();
        changeTo(anna, newPhone());

        Answer next = app.signIn(anna.phone());

        assertThat(next.status()).as(next.toString()).isEqualTo(200);
        assertThat(next.text("user_id")).isNotEqualTo(anna.id().toString());
        assertThat(app.jdbc().sql("""
                                SELECT count(DISTINCT aggregate_identifier) || ' streams, '
                                       || count(DISTINCT convert_from(payload, 'UTF8')::jsonb ->> 'subject') || ' subjects'
                                  FROM event_store.domain_event
                                 WHERE payload_type = 'verification.code-requested'
                                   AND convert_from(payload, 'UTF8')::jsonb -> 'phone' ->> 'value'
                                       IN (SELECT kept FROM legible.field WHERE value = ?)
                                """).param(anna.phone()).query(String.class).single())
                .isEqualTo("2 streams, 2 subjects");
    }

    // A3
    @Test
    void answersForATakenNumberAlikeUntilTheCodeIsRight() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        app.clock().advance(Duration.ofMinutes(1));

        Answer free = anna.put(Map.of("phone", newPhone()));
        Answer taken = anna.put(Map.of("phone", boris.phone()));

        assertThat(taken.status()).as(taken.toString()).isEqualTo(free.status());
        assertThat(taken.json().propertyNames()).isEqualTo(free.json().propertyNames());
        assertThat(taken.json().get("phone_change").get("expires_in"))
                .isEqualTo(free.json().get("phone_change").get("expires_in"));
        String code = codeOf(taken);
        assertFailed(prove(anna, wrong(code)), 401, "code.wrong");

        assertFailed(prove(anna, code), 409, "phone.taken");
        assertThat(anna.events()).doesNotContain("account.phone-changed");
        assertThat(app.stream(app.streamOf(challengeOf(taken)))).contains("verification.change-refused");
        assertFailed(prove(anna, code), 401, "code.wrong");
        assertThat(boris.patch(Map.of()).text("phone")).isEqualTo(boris.phone());
    }

    // C9
    @Test
    void takesNoCodeOfAnotherPurpose() {
        Person anna = people.somebody();
        String phone = newPhone();
        Answer change = anna.put(Map.of("phone", phone));
        String forChange = codeOf(change);
        assertFailed(app.postToken(phone, forChange), 401, "code.wrong");
        assertFailed(app.putLogin(Map.of("auth_code", forChange, "phone", phone)), 401, "code.wrong");
        assertThat(app.stream(app.streamOf(challengeOf(change)))).doesNotContain("verification.wrong-code-given");

        app.clock().advance(Duration.ofMinutes(1));
        String forSignIn = app.askForCode(phone).text("auth_code");
        assertFailed(prove(anna, forSignIn), 401, "code.wrong");
        assertFailed(prove(anna, forChange), 401, "code.wrong");
        assertThat(app.postToken(phone, forSignIn).text("user_id"))
                .isNotEqualTo(anna.id().toString());
        assertThat(anna.events()).doesNotContain("account.phone-changed");
    }

    // A3
    @Test
    void wantsASessionThatSignedInWithinTenMinutes() {
        Person anna = people.somebody();
        app.clock().advance(Duration.ofMinutes(10));
        Answer asked = anna.put(Map.of("phone", newPhone()));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(202);

        app.clock().advance(Duration.ofSeconds(1));

        assertFailed(prove(anna, codeOf(asked)), 403, "session.not-fresh");
        assertFailed(anna.put(Map.of("phone", newPhone(), "city", "Омск")), 403, "session.not-fresh");
        assertFailed(anna.patch(Map.of("phone", newPhone(), "city", "Омск")), 403, "session.not-fresh");
        assertThat(anna.patch(Map.of()).json().get("city").isNull()).isTrue();
        assertThat(anna.put(Map.of("phone", anna.phone())).status()).isEqualTo(200);
    }

    @Test
    void isMadeNoFresherByRefreshing() {
        String phone = newPhone();
        Answer tokens = app.signIn(phone);
        app.clock().advance(Duration.ofSeconds(601));
        Answer refreshed = app.refresh(tokens.text("refresh"));

        Answer answer = app.call(
                "PATCH",
                "/api/users/me/",
                Map.of("phone", newPhone()),
                "Authorization",
                "Bearer " + refreshed.text("access"));

        assertFailed(answer, 403, "session.not-fresh");
    }

    // A4
    @Test
    void isForThePersonAloneWhateverTheRole() {
        Person anna = people.somebody();
        Person admin = people.somebody(Role.ADMIN);
        Person boris = people.somebody();
        Answer asked = anna.put(Map.of("phone", newPhone()));
        String code = codeOf(asked);

        assertFailed(admin.call("PUT", anna.path(), Map.of("phone", newPhone())), 403, "role.missing");
        assertFailed(admin.call("PUT", anna.path() + "phone/", Map.of("auth_code", code)), 403, "role.missing");
        assertFailed(boris.call("PUT", anna.path() + "phone/", Map.of("auth_code", code)), 404, "not-found");
        assertFailed(app.call("PUT", anna.path() + "phone/", Map.of("auth_code", code)), 401, "token.invalid");
        assertThat(prove(anna, code).status()).isEqualTo(200);
    }

    // A3, C13
    @Test
    void takesTheCodeFromTheSessionThatAskedAlone() {
        Person anna = people.somebody();
        app.clock().advance(Duration.ofMinutes(1));
        Person elsewhere = again(anna);
        Person boris = people.somebody();
        String code = codeOf(anna.put(Map.of("phone", newPhone())));
        boris.put(Map.of("phone", newPhone()));

        assertFailed(prove(elsewhere, code), 401, "code.wrong");
        // His own challenge is another one: it takes this for a wrong guess.
        assertFailed(prove(boris, wrong(code)), 401, "code.wrong");
        assertFailed(prove(people.somebody(), code), 401, "code.wrong");

        assertThat(prove(anna, code).status()).isEqualTo(200);
        assertThat(boris.events()).doesNotContain("account.phone-changed");
    }

    // C6
    @Test
    void countsWrongCodes() {
        Person anna = people.somebody();
        Answer asked = anna.put(Map.of("phone", newPhone()));
        String code = codeOf(asked);
        for (int left = 2; left >= 0; left--) {
            Answer wrong = prove(anna, wrong(code));
            assertFailed(wrong, 401, "code.wrong");
            assertThat(wrong.number("attempts_left")).isEqualTo(left);
        }

        assertFailed(prove(anna, code), 401, "code.wrong");
        assertThat(app.stream(app.streamOf(challengeOf(asked))))
                .filteredOn("verification.wrong-code-given"::equals)
                .hasSize(3);
    }

    // C10
    @Test
    void spendsNoGuessOnWhatIsNoCode() {
        Person anna = people.somebody();
        String code = codeOf(anna.put(Map.of("phone", newPhone())));
        for (String body : List.of(
                "{}",
                "{\"auth_code\":null}",
                "{\"auth_code\":\"\"}",
                "{\"auth_code\":4071}",
                "{\"auth_code\":\"４０７１\"}",
                "{\"auth_code\":[\"4071\"]}",
                "{\"auth_code\":\"4071\",\"phone\":\"+79136740000\"}")) {
            assertThat(anna.call("PUT", anna.path() + "phone/", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(prove(anna, code).status()).isEqualTo(200);
    }

    // C3
    @Test
    void takesNoExpiredCode() {
        Person anna = people.somebody();
        String code = codeOf(anna.put(Map.of("phone", newPhone())));
        app.clock().advance(Duration.ofSeconds(300));

        assertFailed(prove(anna, code), 401, "code.wrong");
    }

    @Test
    void appliesNothingWhenTheRestOfTheBodyIsRefused() {
        Person anna = people.somebody();
        String phone = newPhone();
        long asked = app.count("verification.code-requested");

        assertFailed(
                anna.put(Map.of("phone", phone, "city", "Омск", "referral_code", "ZZZZZZ")), 422, "referral.refused");
        assertFailed(anna.put(Map.of("phone", phone, "city", "Омск"), "If-Match", "\"0-0\""), 412, "etag.stale");

        assertThat(app.count("verification.code-requested")).isEqualTo(asked);
        assertThat(anna.events()).doesNotContain("account.profile-changed");
    }

    @Test
    void appliesNothingWhileNothingCanBeSentToTheNumber() {
        Person anna = people.somebody();
        String phone = newPhone();
        app.askForCode(phone);

        Answer answer = anna.put(Map.of("phone", phone, "city", "Омск"));

        assertFailed(answer, 429, "limit.send");
        assertThat(recordedRefusalsOf(phone)).isEqualTo(1);
        assertThat(answer.header("Retry-After")).contains("60");
        assertThat(anna.events()).doesNotContain("account.profile-changed");
        app.clock().advance(Duration.ofSeconds(60));
        assertThat(anna.put(Map.of("phone", phone, "city", "Омск")).status()).isEqualTo(202);
    }

    // I5
    @Test
    void putsARefusalOnRecordOnceHoweverOftenItIsRepeated() {
        Person anna = people.somebody();
        String phone = newPhone();
        app.askForCode(phone);

        for (int call = 0; call < 5; call++) {
            assertFailed(anna.patch(Map.of("phone", phone, "referral_code", "ZZZZZZ")), 429, "limit.send");
        }

        assertThat(recordedRefusalsOf(phone)).isEqualTo(1);
    }

    @Test
    void answersForTheSameChallengeWhenAskedAgain() {
        Person anna = people.somebody();
        String phone = newPhone();
        Answer first = anna.put(Map.of("phone", phone));
        app.clock().advance(Duration.ofSeconds(20));
        Answer second = anna.form("PATCH", Part.text("phone", phone));

        assertThat(second.status()).as(second.toString()).isEqualTo(202);
        assertThat(challengeOf(second)).isEqualTo(challengeOf(first));
        assertThat(second.json().get("phone_change").get("resend_after").asInt())
                .isEqualTo(40);
    }

    // A5
    @Test
    void forgetsWhatIsWaitedForWithThePerson() {
        Person anna = people.somebody();
        anna.put(Map.of("phone", newPhone()));
        anna.call("DELETE", anna.path());

        assertThat(app.jdbc().sql("""
                                SELECT count(*) FROM command_state.phone_change
                                 WHERE session_id NOT IN (SELECT session_id FROM command_state.session)
                                """).query(Long.class).single()).isZero();
    }

    private static long recordedRefusalsOf(String phone) {
        return app.jdbc()
                .sql("""
                        SELECT count(*) FROM event_store.domain_event e
                         WHERE e.payload_type = 'limit.refused'
                           AND convert_from(e.payload, 'UTF8')::jsonb ->> 'number_stream' = ?
                        """)
                .param(app.bean(PhoneNumbers.class).find(new PhoneNumber(phone)).orElseThrow().stream()
                        .toString())
                .query(Long.class)
                .single();
    }

    private static void changeTo(Person person, String phone) {
        Answer changed = prove(person, codeOf(person.put(Map.of("phone", phone))));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    }

    private static Answer prove(Person person, String code) {
        return person.call("PUT", person.path() + "phone/", Map.of("auth_code", code));
    }

    private static Person again(Person person) {
        return new Person(
                app, person.id(), person.phone(), app.signIn(person.phone()).text("access"));
    }

    private static String challengeOf(Answer asked) {
        return asked.json().get("phone_change").get("challenge_id").asString();
    }

    private static String codeOf(Answer asked) {
        return app.bean(Deliveries.class)
                .code(new ChallengeId(UUID.fromString(challengeOf(asked))))
                .orElseThrow();
    }

    private static List<String> reasonsOf(Person person) {
        return app.jdbc()
                .sql("""
                        SELECT convert_from(payload, 'UTF8')::jsonb ->> 'reason' FROM event_store.domain_event
                         WHERE payload_type = 'session.ended'
                           AND convert_from(payload, 'UTF8')::jsonb ->> 'account' = ?
                        """)
                .param(person.id().toString())
                .query(String.class)
                .list();
    }

    private static void assertFailed(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }
}
