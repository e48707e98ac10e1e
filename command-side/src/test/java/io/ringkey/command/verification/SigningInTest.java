package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.whenServed;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningInTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void answersForTheCodeThatIsOnItsWay() {
        Answer asked = app.askForCode(newPhone());

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.number("expires_in")).isEqualTo(300);
        assertThat(asked.number("resend_after")).isEqualTo(60);
        assertThat(asked.number("code_length")).isEqualTo(4);
        assertThat(asked.number("attempts_left")).isEqualTo(3);
        assertThat(asked.text("auth_code")).matches("[0-9]{4}");
        assertThat(UUID.fromString(asked.text("challenge_id")).version()).isEqualTo(7);
        assertThat(asked.setCookies())
                .singleElement()
                .asString()
                .startsWith("ringkey_challenge=")
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Max-Age=300");
    }

    @Test
    void givesAnotherInviteCodeWhereTheFirstIsSomebodysAlready() {
        app.signIn(newPhone());
        var jdbc = app.jdbc();
        jdbc.sql("CREATE SEQUENCE drawn").update();
        jdbc.sql("""
                CREATE FUNCTION unlucky() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('drawn') <= 2 THEN
                        NEW.code := (SELECT min(code) FROM command_state.invite_code);
                    END IF;
                    RETURN NEW;
                END $$
                """).update();
        jdbc.sql("CREATE TRIGGER unlucky BEFORE INSERT ON command_state.invite_code"
                        + " FOR EACH ROW EXECUTE FUNCTION unlucky()")
                .update();
        try {
            String phone = newPhone();
            String code = app.askForCode(phone).text("auth_code");
            Answer signedIn = whenServed(() -> app.postToken(phone, code));

            assertThat(signedIn.status()).isEqualTo(200);
            assertThat(jdbc.sql("SELECT last_value FROM drawn")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(3);
            UUID account = UUID.fromString(signedIn.text("user_id"));
            assertThat(app.stream(account)).containsExactly("account.person-registered", "account.invite-code-given");
        } finally {
            jdbc.sql("DROP TRIGGER unlucky ON command_state.invite_code").update();
        }
    }

    @Test
    void recordsEveryStepOfAFirstSignIn() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        Answer token = app.postToken(phone, asked.text("auth_code"));

        assertThat(token.status()).isEqualTo(200);
        assertThat(token.text("token_type")).isEqualTo("Bearer");
        assertThat(token.number("expires_in")).isEqualTo(900);
        UUID account = UUID.fromString(token.text("user_id"));
        assertThat(app.stream(account)).containsExactly("account.person-registered", "account.invite-code-given");
        assertThat(app.stream(app.streamOf(asked.text("challenge_id"))))
                .contains("verification.code-requested", "verification.code-verified");
        assertThat(Long.parseLong(token.header("X-Event-Position").orElseThrow()))
                .isPositive();
    }

    @Test
    void signsInWithABrowser() {
        Answer asked = app.askForCode(newPhone());
        Answer put = app.putLogin(Map.of("auth_code", asked.text("auth_code")), "Cookie", cookieOf(asked));

        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        assertThat(put.json().get("new_user").asBoolean()).isTrue();
        assertThat(put.text("invite_code")).matches("[2-9A-HJ-NP-Z]{6}");
        assertThat(put.cookie("ringkey_session")).isPresent();
        assertThat(put.setCookies()).anyMatch(line -> line.startsWith("ringkey_session=") && line.contains("HttpOnly"));
    }

    @Test
    void signsInWithABrowserThatKeepsNoCookiesByThePhone() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);

        assertThat(app.putLogin(Map.of("auth_code", asked.text("auth_code"), "phone", phone))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void knowsAPersonAgain() {
        String phone = newPhone();
        Answer first = app.signIn(phone);
        Answer asked = app.askForCode(phone);
        Answer second = app.putLogin(Map.of("auth_code", asked.text("auth_code"), "phone", phone));

        assertThat(second.text("user_id")).isEqualTo(first.text("user_id"));
        assertThat(second.json().get("new_user").asBoolean()).isFalse();
    }

    @Test
    void givesASecondSignInAChallengeOfItsOwn() {
        // C8
        String phone = newPhone();
        Answer first = app.askForCode(phone);
        assertThat(app.postToken(phone, first.text("auth_code")).status()).isEqualTo(200);
        Answer second = app.askForCode(phone);

        assertThat(second.text("challenge_id")).isNotEqualTo(first.text("challenge_id"));
        if (!second.text("auth_code").equals(first.text("auth_code"))) {
            assertRefused(app.postToken(phone, first.text("auth_code")), 2);
        }
        assertThat(app.postToken(phone, second.text("auth_code")).status()).isEqualTo(200);
    }

    @Test
    void takesTwentySpellingsOfANumberForOnePerson() {
        // C15
        var spellings = List.of(
                "+79136740099",
                "+7 913 674-00-99",
                "+7 (913) 674-00-99",
                "+7(913)6740099",
                "8 913 674 00 99",
                "89136740099",
                "8(913)674-00-99",
                "8-913-674-00-99",
                "9136740099",
                "913 674 00 99",
                "(913) 674-00-99",
                "913-674-00-99",
                "+7-913-674-00-99",
                "+7.913.674.00.99",
                "7 913 674 00 99",
                "79136740099",
                " +79136740099 ",
                "+7 913 6740099",
                "8 (913) 6740099",
                "+7\u00A0913\u00A0674\u201100\u201199");
        assertThat(spellings).hasSize(20);
        var challenges = new HashSet<String>();
        for (String spelling : spellings) {
            Answer asked = app.askForCode(spelling);
            assertThat(asked.status()).as(spelling + " " + asked).isEqualTo(200);
            challenges.add(asked.text("challenge_id"));
        }
        assertThat(challenges).hasSize(1);

        String code = app.askForCode(spellings.getFirst()).text("auth_code");
        assertRefused(app.postToken(spellings.get(4), wrong(code)), 2);
        assertRefused(app.postToken(spellings.get(7), wrong(code)), 1);
        var people = new HashSet<String>();
        for (String spelling : spellings) {
            // Ten messages a day are one number's, however it is spelled.
            app.clock().advance(Duration.ofMinutes(150));
            String right = app.askForCode(spelling).text("auth_code");
            people.add(app.postToken(spelling, right).text("user_id"));
        }
        assertThat(people).hasSize(1);
    }

    @Test
    void countsWrongCodesAndThenTakesNone() {
        // C6
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        String code = asked.text("auth_code");

        assertRefused(app.postToken(phone, wrong(code)), 2);
        assertRefused(app.putLogin(Map.of("auth_code", wrong(code)), "Cookie", cookieOf(asked)), 1);
        assertRefused(app.postToken(phone, wrong(code)), 0);
        assertRefused(app.postToken(phone, code), 0);
        assertThat(app.stream(app.streamOf(asked.text("challenge_id"))))
                .filteredOn(type -> type.equals("verification.wrong-code-given"))
                .hasSize(3);
    }

    @Test
    void takesNoCodeASecondAfterItsTime() {
        // C3
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(301));

        assertRefused(app.postToken(phone, asked.text("auth_code")), 0);
    }

    @Test
    void takesACodeUntilTheEndOfItsTime() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(299));

        assertThat(app.postToken(phone, asked.text("auth_code")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "\"\"",
                "null",
                "[]",
                "[\"4071\"]",
                "4071",
                "\"４０７１\"",
                "\"40 71\"",
                "\"407\"",
                "\"4071407140\"",
                "\"-071\"",
                "{}"
            })
    void takesNothingForACodeButAStringOfDigits(String notACode) {
        // C10
        String phone = newPhone();
        Answer asked = app.askForCode(phone);

        Answer put =
                app.call("PUT", "/api/users/login/", "{\"phone\":\"" + phone + "\",\"auth_code\":" + notACode + "}");
        Answer token =
                app.call("POST", "/api/users/token/", "{\"phone\":\"" + phone + "\",\"password\":" + notACode + "}");

        assertThat(put.status()).as(put.toString()).isEqualTo(400);
        assertThat(put.text("code")).isEqualTo("field.invalid");
        assertThat(put.json().get("errors").has("auth_code")).isTrue();
        assertThat(token.status()).isEqualTo(400);
        assertThat(token.json().get("errors").has("password")).isTrue();
        assertThat(app.askForCode(phone).number("attempts_left")).isEqualTo(3);
        assertThat(app.postToken(phone, asked.text("auth_code")).status()).isEqualTo(200);
    }

    @Test
    void takesNoCodeFromAClientThatHasNeitherCookieNorPhone() {
        // C13
        Answer asked = app.askForCode(newPhone());
        String code = asked.text("auth_code");

        Answer alone = app.putLogin(Map.of("auth_code", code));
        Answer withId = app.putLogin(Map.of("auth_code", code, "challenge_id", asked.text("challenge_id")));
        Answer withIdAsCookie =
                app.putLogin(Map.of("auth_code", code), "Cookie", "ringkey_challenge=" + asked.text("challenge_id"));
        String sealed = asked.cookie("ringkey_challenge").orElseThrow();
        Answer withForgedCookie = app.putLogin(
                Map.of("auth_code", code),
                "Cookie",
                "ringkey_challenge=" + sealed.substring(0, 20) + wrong(sealed.substring(20)));

        for (Answer answer : List.of(alone, withId, withIdAsCookie, withForgedCookie)) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("code")).isEqualTo("challenge.missing");
        }
        assertThat(app.putLogin(Map.of("auth_code", code), "Cookie", cookieOf(asked))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsTheCookieOfOneChallengeFromOpeningAnother() {
        Answer mine = app.askForCode(newPhone());
        Answer theirs = app.askForCode(newPhone());

        if (!mine.text("auth_code").equals(theirs.text("auth_code"))) {
            assertRefused(app.putLogin(Map.of("auth_code", theirs.text("auth_code")), "Cookie", cookieOf(mine)), 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "12", "+7913674000000000", "7913674²000"})
    void refusesWhatIsNoPhoneNumber(String phone) {
        Answer answer = app.askForCode(phone);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("field.invalid");
        assertThat(answer.json().get("errors").get("phone").get("code").asString())
                .isEqualTo("phone.invalid");
    }

    @Test
    void refusesAFieldThatItDoesNotKnow() {
        Answer answer = app.call("POST", "/api/users/login/", Map.of("phone", newPhone(), "role", "admin"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("field.unknown");
    }

    @Test
    void answersForAnUnknownNumberAsForASpentCode() {
        assertRefused(app.postToken(newPhone(), "1234"), 0);
    }

    @Test
    void keepsCodesAndPhonesOutOfTheAnswersToOthers() {
        String phone = newPhone();
        app.askForCode(phone);

        assertThat(app.postToken(phone, "12345").response().body()).doesNotContain(phone);
    }

    static void assertRefused(Answer answer, int attemptsLeft) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("code.wrong");
        assertThat(answer.number("attempts_left")).isEqualTo(attemptsLeft);
    }

    static String cookieOf(Answer asked) {
        return "ringkey_challenge=" + asked.cookie("ringkey_challenge").orElseThrow();
    }
}
