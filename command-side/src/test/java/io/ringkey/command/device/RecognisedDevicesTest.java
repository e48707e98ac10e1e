package io.ringkey.command.device;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecognisedDevicesTest {

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
    void givesABrowserThatSignsInACookieThatScriptsCannotRead() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        Answer signedIn = app.putLogin(Map.of("phone", phone, "auth_code", asked.text("auth_code")));

        assertThat(signedIn.setCookies())
                .anyMatch(cookie -> cookie.startsWith("ringkey_device=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Lax"));
        assertThat(signedIn.response().body())
                .doesNotContain(signedIn.cookie("ringkey_device").orElseThrow());
    }

    @Test
    void givesAClientWithoutCookiesASecretWhenItAsksForOne() {
        String phone = newPhone();
        Answer plain = app.signIn(phone);
        assertThat(plain.has("device")).isFalse();
        assertThat(plain.setCookies()).isEmpty();

        Answer asking = signInWith(phone, "new");
        String device = asking.text("device");

        assertThat(asking.setCookies()).isEmpty();
        assertThat(signInWith(phone, device).has("device"))
                .as("it has one already")
                .isFalse();
        assertThat(app.dump()).as("only hashes are stored").doesNotContain(device);
    }

    // C22
    @Test
    void keepsTheOwnersCodesShortAndTheirBudgetWholeWhileOthersGuess() {
        String phone = newPhone();
        String device = signInWith(phone, "new").text("device");
        int refusedOthers = 0;
        for (int hour = 0; hour < 48; hour++) {
            app.clock().advance(Duration.ofHours(1));
            for (int attempt = 0; attempt < 5; attempt++) {
                Answer asked = app.askForCode(phone);
                if (asked.status() == 429) {
                    refusedOthers++;
                } else {
                    app.postToken(phone, wrong(asked.text("auth_code")));
                }
            }
            if (hour % 8 == 0) {
                Answer own = app.askForCode(phone, DeviceOfCall.HEADER, device);
                assertThat(own.number("code_length")).isEqualTo(4);
                assertThat(own.number("attempts_left")).isEqualTo(3);
                assertThat(app.postToken(phone, own.text("auth_code"), DeviceOfCall.HEADER, device)
                                .status())
                        .isEqualTo(200);
            }
        }
        assertThat(refusedOthers).isPositive();
        assertThat(app.askForCode(phone).status()).isIn(200, 429);
    }

    @Test
    void takesAnothersSecretForNothing() {
        String annas = signInWith(newPhone(), "new").text("device");
        String boris = newPhone();
        Answer first = app.signIn(boris);
        assertThat(first.status()).isEqualTo(200);

        for (int guess = 0; guess < 3; guess++) {
            Answer asked = app.askForCode(boris, DeviceOfCall.HEADER, annas);
            app.postToken(boris, wrong(asked.text("auth_code")), DeviceOfCall.HEADER, annas);
        }
        app.clock().advance(Duration.ofMinutes(2));

        assertThat(app.askForCode(boris).number("code_length"))
                .as("they were counted among the unrecognised")
                .isEqualTo(6);
    }

    @Test
    void makesUpForTheOwnersWrongCodesByARightOne() {
        String phone = newPhone();
        String device = signInWith(phone, "new").text("device");
        Answer asked = app.askForCode(phone, DeviceOfCall.HEADER, device);
        app.postToken(phone, wrong(asked.text("auth_code")), DeviceOfCall.HEADER, device);
        app.postToken(phone, wrong(asked.text("auth_code")), DeviceOfCall.HEADER, device);
        assertThat(app.postToken(phone, asked.text("auth_code"), DeviceOfCall.HEADER, device)
                        .status())
                .isEqualTo(200);

        assertThat(app.askForCode(phone, DeviceOfCall.HEADER, device).number("attempts_left"))
                .isEqualTo(3);
    }

    @Test
    void forgetsTheDevicesOfWhoeverLeaves() {
        String phone = newPhone();
        Answer signedIn = signInWith(phone, "new");
        app.call("DELETE", "/api/users/me/", null, "Authorization", "Bearer " + signedIn.text("access"));

        assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.device WHERE account_id = ?::uuid")
                        .param(signedIn.text("user_id"))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static Answer signInWith(String phone, String device) {
        Answer asked = app.askForCode(phone, DeviceOfCall.HEADER, device);
        return app.postToken(phone, asked.text("auth_code"), DeviceOfCall.HEADER, device);
    }
}
