package io.ringkey.command.session;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.web.access.AccessInventory;
import io.ringkey.web.access.AccessInventory.Endpoint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one secret opens no other does, and none is ever asked for or answered where it would be kept. */
class SecretsStayInTheirPlaceTest {

    private static final String CSRF = "a value that is not the right one";

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private enum Place {
        BEARER,
        REFRESH,
        SESSION_COOKIE,
        CHALLENGE_COOKIE
    }

    // T3
    @Test
    void noneStandsInForAnother() {
        Answer tokens = app.signIn(newPhone());
        Answer asked = app.askForCode(newPhone());
        String browserPhone = newPhone();
        Answer authorized = app.putLogin(Map.of(
                "phone", browserPhone, "auth_code", app.askForCode(browserPhone).text("auth_code")));
        var secrets = new LinkedHashMap<String, Place>();
        secrets.put(tokens.text("access"), Place.BEARER);
        secrets.put(tokens.text("refresh"), Place.REFRESH);
        secrets.put(authorized.cookie("ringkey_session").orElseThrow(), Place.SESSION_COOKIE);
        secrets.put(asked.cookie("ringkey_challenge").orElseThrow(), Place.CHALLENGE_COOKIE);
        secrets.put(authorized.cookie("ringkey_csrf").orElseThrow(), null);
        secrets.put(asked.text("challenge_id"), null);
        secrets.put(asked.text("auth_code"), null);

        int tried = 0;
        for (var secret : secrets.entrySet()) {
            for (Place place : Place.values()) {
                if (place != secret.getValue()) {
                    Answer answer = bring(secret.getKey(), place, asked.text("auth_code"));
                    assertThat(answer.status())
                            .as("%s at %s: %s", secret, place, answer)
                            .isIn(place == Place.CHALLENGE_COOKIE ? List.of(400) : List.of(401, 403));
                    tried++;
                }
            }
        }
        System.out.printf("T3: %d secrets out of their place, 0 accepted%n", tried);
        // Each of them is good where it belongs.
        assertThat(bring(tokens.text("access"), Place.BEARER, "").status()).isEqualTo(200);
        assertThat(bring(tokens.text("refresh"), Place.REFRESH, "").status()).isEqualTo(200);
        assertThat(bring(
                                asked.cookie("ringkey_challenge").orElseThrow(),
                                Place.CHALLENGE_COOKIE,
                                asked.text("auth_code"))
                        .status())
                .isEqualTo(200);
    }

    private static Answer bring(String secret, Place place, String code) {
        return switch (place) {
            case BEARER -> app.call("PATCH", "/api/users/me/", Map.of(), "Authorization", "Bearer " + secret);
            case REFRESH -> app.refresh(secret);
            case SESSION_COOKIE ->
                app.call(
                        "PATCH",
                        "/api/users/me/",
                        Map.of(),
                        "Cookie",
                        "ringkey_session=" + secret,
                        "X-CSRF-Token",
                        CSRF);
            case CHALLENGE_COOKIE -> app.putLogin(Map.of("auth_code", code), "Cookie", "ringkey_challenge=" + secret);
        };
    }

    // T13
    @Test
    void noneIsTakenFromAnAddress() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        String code = asked.text("auth_code");
        Answer tokens = app.signIn(newPhone());
        String number = phone.replace("+", "%2B");

        for (String call : List.of(
                "POST /api/users/token/?phone=" + number + "&password=" + code,
                "PUT /api/users/login/?phone=" + number + "&auth_code=" + code,
                "POST /api/users/token/refresh/?refresh=" + tokens.text("refresh"),
                "POST /api/users/logout/?access_token=" + tokens.text("access"))) {
            String[] methodAndPath = call.split(" ");
            assertThat(app.call(methodAndPath[0], methodAndPath[1], "{}").status())
                    .as(call)
                    .isIn(400, 401);
        }
        assertThat(app.bean(AccessInventory.class).endpoints())
                .extracting(Endpoint::path)
                .flatExtracting(path -> Arrays.asList(path.split("/")))
                .filteredOn(part -> part.startsWith("{"))
                .as("what stands in addresses")
                .isSubsetOf("{user_id}", "{session_id}", "{question_id}");
    }

    // T13
    @Test
    void noAnswerThatHoldsOneIsKept() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        Answer authorized = app.putLogin(Map.of("phone", phone, "auth_code", asked.text("auth_code")));
        Answer tokens = app.signIn(newPhone());
        Answer refreshed = app.refresh(tokens.text("refresh"));
        Answer refused = app.refresh("nonsense");
        Answer loggedOut =
                app.call("POST", "/api/users/logout/", null, "Authorization", "Bearer " + refreshed.text("access"));

        List<Answer> all = List.of(asked, authorized, tokens, refreshed, refused, loggedOut);
        assertThat(all)
                .extracting(answer -> answer.header("Cache-Control").orElse(""))
                .containsOnly("no-store");
        System.out.printf("T13: %d answers, all of them no-store; 0 secrets taken from an address%n", all.size());
    }
}
