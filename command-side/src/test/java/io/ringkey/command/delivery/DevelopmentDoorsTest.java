package io.ringkey.command.delivery;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** C23: echo and lifted limits are for one's own machine. */
class DevelopmentDoorsTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("LIMITS", "off"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void refuseCallsThatWerePassedOn() {
        String phone = newPhone();
        for (var header :
                List.of("X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP", "Via", "x-FORWARDED-proto")) {
            for (Answer answer : List.of(
                    app.askForCode(phone, header, "192.0.2.7"),
                    app.postToken(phone, "1234", header, "192.0.2.7"),
                    app.putLogin(Map.of("phone", phone, "auth_code", "1234"), header, "192.0.2.7"))) {
                assertThat(answer.status()).as(header).isEqualTo(403);
                assertThat(answer.text("code")).isEqualTo("door.closed");
            }
        }
        assertThat(app.askForCode(phone).status()).isEqualTo(200);
    }

    @Test
    void liftTheGapAndTheGuesses() {
        String phone = newPhone();
        String code = app.askForCode(phone).text("auth_code");
        for (int guess = 0; guess < 10; guess++) {
            assertThat(app.postToken(phone, wrong(code)).status()).isEqualTo(401);
        }
        Answer again = app.askForCode(phone);
        assertThat(again.number("resend_after")).isZero();
        assertThat(again.text("auth_code")).isEqualTo(code);
        assertThat(app.postToken(phone, code).status()).isEqualTo(200);
    }

    @Test
    void refuseToStartWhereOthersCanReachThem() {
        for (var door : List.of(Map.of("RINGKEY_SMS_SENDER", "echo"), Map.of("RINGKEY_LIMITS", "off"))) {
            for (var reach :
                    List.of(Map.of("RINGKEY_ADDRESS", "0.0.0.0"), Map.of("RINGKEY_TRUSTED_PROXIES", "10.0.0.0/8"))) {
                var environment = new HashMap<>(door);
                environment.putAll(reach);
                assertThatThrownBy(() -> Settings.of(environment)).isInstanceOf(BadSetting.class);
            }
        }
    }
}
