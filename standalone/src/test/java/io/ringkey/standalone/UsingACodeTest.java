package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One code opens one session and hands out one pair of tokens, whichever way round. */
class UsingACodeTest {

    private static final int RANGE = 102;

    private final Client client = SharedProgram.client();
    private final Client browser = SharedProgram.browser();

    @Test
    void aBrowserSessionHandsOutItsPairOnceToTheSameBrowser() {
        String phone = Person.phone(RANGE, 1);
        String code = Person.code(browser, phone);
        browser.put("/api/users/login/", Map.of("auth_code", code));

        assertThat(token(client, phone, code))
                .as("another client, without the cookie")
                .isEqualTo(401);
        assertThat(token(browser, phone, code)).isEqualTo(200);
        assertThat(token(browser, phone, code)).isEqualTo(401);
        assertThat(login(browser, phone, code)).isEqualTo(401);
    }

    @Test
    void aSessionOpenedWithoutACookieHandsOutItsPairToWhoeverKnowsNumberAndCode() {
        String phone = Person.phone(RANGE, 2);
        String code = Person.code(client, phone);
        assertThat(login(client, phone, code)).isEqualTo(200);

        assertThat(token(client, phone, code)).isEqualTo(200);
        assertThat(token(client, phone, code)).isEqualTo(401);
    }

    @Test
    void aPairOfTokensLeavesNothingForABrowser() {
        String phone = Person.phone(RANGE, 3);
        String code = Person.code(client, phone);
        assertThat(token(client, phone, code)).isEqualTo(200);

        assertThat(login(client, phone, code)).isEqualTo(401);
        assertThat(token(client, phone, code)).isEqualTo(401);
    }

    @Test
    void endingTheSessionEndsThePairToo() {
        String phone = Person.phone(RANGE, 4);
        String code = Person.code(client, phone);
        Client own = SharedProgram.browser();
        assertThat(login(own, phone, code)).isEqualTo(200);
        var token = own.post("/api/users/token/", Map.of("phone", phone, "password", code));
        Client bearer = client.as(token.text("access"));
        assertThat(bearer.get("/api/users/me/").status()).isEqualTo(200);

        assertThat(bearer.post("/api/users/logout/", Map.of()).status()).isBetween(200, 204);

        assertThat(bearer.get("/api/users/me/").status()).isEqualTo(401);
        assertThat(client.post("/api/users/token/refresh/", Map.of("refresh", token.text("refresh")))
                        .status())
                .isEqualTo(401);
    }

    // C13
    @Test
    void neitherTheCodeAloneNorABareChallengeIdOpensAnything() {
        String phone = Person.phone(RANGE, 5);
        var asked = client.post("/api/users/login/", Map.of("phone", phone));
        String code = asked.text("auth_code");

        var alone = client.put("/api/users/login/", Map.of("auth_code", code));
        var withId =
                client.put("/api/users/login/", Map.of("auth_code", code, "challenge_id", asked.text("challenge_id")));

        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.text("code")).isEqualTo("challenge.missing");
        assertThat(withId.status()).isEqualTo(400);
    }

    private static int token(Client client, String phone, String code) {
        return client.post("/api/users/token/", Map.of("phone", phone, "password", code))
                .status();
    }

    private static int login(Client client, String phone, String code) {
        return client.put("/api/users/login/", Map.of("phone", phone, "auth_code", code))
                .status();
    }
}
