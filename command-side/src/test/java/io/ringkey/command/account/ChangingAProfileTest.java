package io.ringkey.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.FoldedProfiles;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ChangingAProfileTest {

    private static final List<String> BEGINNING = List.of("account.person-registered", "account.invite-code-given");

    private static RunningCommandSide app;
    private static FoldedProfiles views;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("LANGUAGE", "en"), List.of(LegibleFields.class));
        views = FoldedProfiles.beside(app);
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void answersTheProfileAsItNowIs() {
        Person anna = people.somebody();

        Answer answer = anna.put(Map.of(
                "phone", anna.phone(), "email", " anna@example.org ", "city", "Новосибирск", "telegram_id", "@anna"));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("id")).isEqualTo(anna.id().toString());
        assertThat(answer.text("phone")).isEqualTo(anna.phone());
        assertThat(answer.text("email")).isEqualTo("anna@example.org");
        assertThat(answer.text("city")).isEqualTo("Новосибирск");
        assertThat(answer.text("telegram_id")).isEqualTo("@anna");
        assertThat(answer.json().get("avatar").isNull()).isTrue();
        assertThat(answer.json().get("referral_code").isNull()).isTrue();
        assertThat(answer.json().get("referrals").isEmpty()).isTrue();
        assertThat(answer.number("referrals_total")).isZero();
        assertThat(answer.text("role")).isEqualTo("user");
        assertThat(answer.text("invite_code")).matches("[2-9A-HJ-NP-Z]{6}");
        assertThat(answer.text("created_at")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(answer.header("X-Event-Position")).isPresent();
        assertThat(anna.events()).endsWith("account.profile-changed");
    }

    @Test
    void keepsWhatIsAbsentAndClearsWhatIsNullOrEmpty() {
        Person anna = people.somebody();
        anna.patch(Map.of("email", "anna@example.org", "city", "Омск", "telegram_id", "4711"));

        Answer kept = anna.put(Map.of("phone", anna.phone()));
        assertThat(kept.text("email")).isEqualTo("anna@example.org");

        Answer cleared = anna.patch("{\"email\":null,\"city\":\"  \"}");
        assertThat(cleared.json().get("email").isNull()).isTrue();
        assertThat(cleared.json().get("city").isNull()).isTrue();
        assertThat(cleared.text("telegram_id")).isEqualTo("4711");
    }

    @Test
    void makesNoEventOfWhatIsSoAlready() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        String code = people.codeOf(boris.id()).value();
        assertThat(anna.patch(Map.of("email", "anna@example.org", "referral_code", code))
                        .status())
                .isEqualTo(200);
        people.somebody().patch(Map.of("referral_code", people.codeOf(anna.id()).value()));
        ObjectNode read = (ObjectNode) anna.patch(Map.of()).json();
        assertThat(read.get("referrals").size()).isEqualTo(1);
        List<String> events = anna.events();

        Answer written = anna.put(read);

        assertThat(written.status()).as(written.toString()).isEqualTo(200);
        assertThat(written.json()).isEqualTo(read);
        assertThat(written.header("X-Event-Position")).isEmpty();
        assertThat(anna.events()).isEqualTo(events);
    }

    @Test
    void requiresThePhoneOfPutAlone() {
        Person anna = people.somebody();

        assertInvalid(anna.put(Map.of("city", "Омск")), "phone", "required");
        for (String phone : List.of("null", "\"\"", "\"  \"")) {
            assertInvalid(anna.put("{\"phone\":" + phone + "}"), "phone", "not-empty");
            assertInvalid(anna.patch("{\"phone\":" + phone + "}"), "phone", "not-empty");
        }
        assertInvalid(anna.patch("{\"phone\":\"12\"}"), "phone", "phone.invalid");
        assertInvalid(anna.patch("{\"phone\":79136740000}"), "phone", "type.wrong");
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @Test
    void takesTheSameNumberInAnySpelling() {
        Person anna = people.somebody();
        String spelled =
                "8 (" + anna.phone().substring(2, 5) + ") " + anna.phone().substring(5);

        assertThat(anna.put(Map.of("phone", spelled)).status()).isEqualTo(200);
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    // A5
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id | \"01900000-0000-7000-8000-000000000001\"",
                "id | null",
                "invite_code | \"ABCDEF\"",
                "referrals | [{}]",
                "referrals | null",
                "referrals_total | 1",
                "referrals_total | \"0\"",
                "role | \"admin\"",
                "role | 1",
                "created_at | \"2020-01-01T00:00:00Z\""
            })
    void refusesAChangeOfWhatItsOwnerMayNotSet(String field, String value) {
        Person anna = people.somebody();

        assertInvalid(anna.patch("{\"city\":\"Омск\",\"" + field + "\":" + value + "}"), field, "read-only");
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    // A5
    @ParameterizedTest
    @ValueSource(strings = {"blocked", "is_admin", "referrer", "version", "auth_code", ""})
    void refusesFieldsThatAreNotThere(String field) {
        Person anna = people.somebody();

        Answer answer = anna.patch(Map.of(field, "x", "city", "Омск"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("field.unknown");
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email | anna | email.invalid",
                "email | anna@ | email.invalid",
                "email | @example.org | email.invalid",
                "email | anna@example | email.invalid",
                "email | an na@example.org | email.invalid",
                "email | anna@@example.org | email.invalid",
                "email | .anna@example.org | email.invalid",
                "email | anna@example..org | email.invalid",
                "email | anna@-example.org | email.invalid",
                "city | a\\u0000b | ",
                "city | a\\nb | control-characters",
                "city | a\\u202eb | control-characters",
                "city | a\\ud800b | ",
                "telegram_id | anna | telegram-id.invalid",
                "telegram_id | @ | telegram-id.invalid",
                "telegram_id | 47 11 | telegram-id.invalid",
                "telegram_id | @аня | telegram-id.invalid",
            })
    void refusesWhatIsNotWellFormed(String field, String value, @Nullable String reason) {
        Person anna = people.somebody();

        Answer answer = anna.patch("{\"" + field + "\":\"" + value + "\"}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        if (reason != null) {
            assertInvalid(answer, field, reason);
        }
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "city", "telegram_id", "referral_code", "avatar"})
    void refusesWhatIsNoText(String field) {
        Person anna = people.somebody();

        for (String value : List.of("1", "true", "[]", "{}")) {
            assertInvalid(anna.patch("{\"" + field + "\":" + value + "}"), field, "type.wrong");
        }
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @Test
    void boundsTheLengthOfEveryField() {
        Person anna = people.somebody();
        String longestEmail = "a".repeat(64) + "@" + ("b".repeat(59) + ".").repeat(3) + "example.ru";

        assertThat(anna.patch(Map.of(
                                "email",
                                "a".repeat(64) + "@" + ("b".repeat(58) + ".").repeat(3) + "example.rus",
                                "city",
                                "я".repeat(100),
                                "telegram_id",
                                "@" + "a".repeat(63)))
                        .status())
                .isEqualTo(200);
        assertInvalid(anna.patch(Map.of("email", longestEmail)), "email", "too-long");
        assertInvalid(anna.patch(Map.of("city", "я".repeat(101))), "city", "too-long");
        assertInvalid(anna.patch(Map.of("telegram_id", "@" + "a".repeat(64))), "telegram_id", "too-long");
        assertInvalid(anna.patch(Map.of("referral_code", "a".repeat(65))), "referral_code", "too-long");
    }

    @Test
    void namesEveryBadFieldAndAppliesNone() {
        Person anna = people.somebody();

        Answer answer = anna.put(Map.of("email", "x", "city", "Омск", "role", "admin"));

        assertInvalid(answer, "phone", "required");
        assertInvalid(answer, "email", "email.invalid");
        assertInvalid(answer, "role", "read-only");
        assertThat(answer.json().get("errors").has("city")).isFalse();
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @Test
    void appliesAnInviteCodeOnceForGood() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        String code = people.codeOf(boris.id()).value();

        Answer applied =
                anna.put(Map.of("phone", anna.phone(), "referral_code", code.toLowerCase(java.util.Locale.ROOT)));
        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
        assertThat(applied.text("referral_code")).isEqualTo(code);
        assertThat(boris.patch(Map.of()).number("referrals_total")).isEqualTo(1);

        List<String> events = anna.events();
        for (String same : List.of("null", "\"\"", "\"" + code + "\"", "\" " + code + " \"")) {
            assertThat(anna.patch("{\"referral_code\":" + same + "}").status()).isEqualTo(200);
        }
        for (String another : List.of(people.codeOf(people.onRecord()).value(), "ZZZZZZ", "x")) {
            Answer refused = anna.patch(Map.of("referral_code", another, "city", "Омск"));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("code")).isEqualTo("referral.already-applied");
        }
        assertThat(anna.events()).isEqualTo(events);
    }

    // I2, I3
    @Test
    void answersAlikeForEveryCodeThatCannotBeApplied() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        boris.patch(Map.of("referral_code", people.codeOf(anna.id()).value()));
        String own = people.codeOf(anna.id()).value();
        String circle = people.codeOf(boris.id()).value();
        var answers = new HashMap<String, Object>();

        for (String code : List.of(own, circle, "ZZZZZZ", "x", "no such code at all")) {
            Answer refused = anna.patch(Map.of("referral_code", code, "city", "Омск"));
            assertThat(refused.status()).as(code).isEqualTo(422);
            var body = (ObjectNode) refused.json();
            body.remove("request_id");
            answers.put(body.toString(), code);
        }

        assertThat(answers).hasSize(1);
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @Test
    void refusesAWriteOnWhatHasChangedMeanwhile() {
        Person anna = people.somebody();

        String tag = anna.patch(Map.of()).header("ETag").orElseThrow();
        assertThat(anna.patch(Map.of("city", "Омск"), "If-Match", tag).status()).isEqualTo(200);
        Answer stale = anna.patch(Map.of("city", "Томск"), "If-Match", "\"1-4711\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.text("code")).isEqualTo("etag.stale");
        assertThat(anna.patch(Map.of("city", "Томск"), "If-Match", "W/\"2-4711\"")
                        .status())
                .isEqualTo(412);
        assertThat(anna.patch(Map.of("city", "Томск"), "If-Match", "rubbish").status())
                .isEqualTo(412);
        assertThat(anna.patch(Map.of("city", "Томск"), "If-Match", "\"1-1\", \"2-4711\"")
                        .status())
                .isEqualTo(200);
        assertThat(anna.patch(Map.of("city", "Тара"), "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void letsAnAdminSetAllButNumberAndInviteCode() {
        Person admin = people.somebody(Role.ADMIN);
        Person anna = people.somebody();
        String code = people.codeOf(people.onRecord()).value();

        Answer answer = admin.call("PUT", anna.path(), Map.of("phone", anna.phone(), "city", "Омск"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("city")).isEqualTo("Омск");
        assertThat(admin.call("PUT", anna.path(), answer.json()).status()).isEqualTo(200);

        List<String> events = anna.events();
        for (Map<String, String> forbidden :
                List.of(Map.of("referral_code", code), Map.of("phone", RunningCommandSide.newPhone()))) {
            Answer refused = admin.call("PATCH", anna.path(), forbidden);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("role.missing");
        }
        assertThat(anna.events()).isEqualTo(events);
    }

    // A4
    @Test
    void letsNobodyElseWrite() {
        Person anna = people.somebody();
        Person moderator = people.somebody(Role.MODERATOR);
        Person boris = people.somebody();
        var body = Map.of("phone", anna.phone(), "city", "Омск");

        for (String method : List.of("PUT", "PATCH")) {
            assertThat(app.call(method, anna.path(), body).status()).isEqualTo(401);
            assertThat(boris.call(method, anna.path(), body).status()).isEqualTo(404);
            assertThat(moderator.call(method, anna.path(), body).status()).isEqualTo(403);
            assertThat(moderator.call(method, "/api/users/me", body).status()).isIn(200, 202);
            assertThat(boris.call(method, "/api/users/nobody/", body).status()).isEqualTo(404);
        }
        Person admin = people.somebody(Role.ADMIN);
        assertThat(admin.call("PATCH", "/api/users/01900000-0000-7000-8000-000000000001/", Map.of("city", "Омск"))
                        .status())
                .isEqualTo(404);
        assertThat(anna.events()).isEqualTo(BEGINNING);
    }

    @Test
    void answersWhatIsOnRecordWhenTheViewIsLate() {
        Person anna = people.somebody();
        anna.patch(Map.of("telegram_id", "4711"));
        views.areLate(true);
        try {
            Answer answer = anna.patch(Map.of("city", "Омск"));

            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.text("city")).isEqualTo("Омск");
            assertThat(answer.text("telegram_id")).isEqualTo("4711");
            assertThat(answer.text("phone")).isEqualTo(anna.phone());
            assertThat(answer.text("role")).isEqualTo("user");
            assertThat(answer.text("invite_code"))
                    .isEqualTo(people.codeOf(anna.id()).value());
        } finally {
            views.areLate(false);
        }
    }

    @Test
    void takesNoOtherKindOfBody() {
        Person anna = people.somebody();

        Answer text = anna.call("PUT", anna.path(), "city=Омск", "X-Nothing", "x");
        assertThat(text.status()).isEqualTo(400);
        assertThat(anna.put("[]").status()).isEqualTo(400);
        assertThat(anna.put("{\"city\":\"a\",\"city\":\"b\"}").status()).isEqualTo(400);
        assertThat(anna.call("PUT", anna.path()).status()).isIn(400, 415);
    }

    private static void assertInvalid(Answer answer, String field, String reason) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("field.invalid");
        assertThat(answer.json().path("errors").path(field).path("code").asString(""))
                .as(answer.toString())
                .isEqualTo(reason);
        assertThat(answer.json().path("errors").path(field).path("message").asString(""))
                .isNotBlank()
                .doesNotContain("reason.");
    }
}
