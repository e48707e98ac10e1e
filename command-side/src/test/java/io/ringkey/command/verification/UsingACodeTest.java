package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.verification.SigningInTest.assertRefused;
import static io.ringkey.command.verification.SigningInTest.cookieOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One code opens one session and hands out one pair of tokens, whichever way. */
class UsingACodeTest {

    private static RunningCommandSide app;

    private String phone;
    private Answer asked;
    private String code;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void askForACode() {
        phone = newPhone();
        asked = app.askForCode(phone);
        code = asked.text("auth_code");
    }

    @Test
    void handsOutThePairOfTheSessionThatTheBrowserOpened() {
        app.putLogin(Map.of("auth_code", code, "phone", phone));
        Answer token = app.postToken(phone, code);

        assertThat(token.status()).isEqualTo(200);
        assertThat(app.stream(app.streamOf(asked.text("challenge_id"))))
                .filteredOn(type -> type.startsWith("verification."))
                .containsExactly(
                        "verification.code-requested", "verification.code-verified", "verification.pair-handed-out");
        assertThat(sessionsOf(token)).isEqualTo(1);
    }

    @Test
    void handsItOutOnce() {
        app.putLogin(Map.of("auth_code", code, "phone", phone));
        app.postToken(phone, code);

        assertRefused(app.postToken(phone, code), 0);
    }

    @Test
    void handsItOutWithTheCookieThatTheBrowserCameWith() {
        app.putLogin(Map.of("auth_code", code), "Cookie", cookieOf(asked));

        assertThat(app.postToken(phone, code, "Cookie", cookieOf(asked)).status())
                .isEqualTo(200);
    }

    @Test
    void handsItOutToNobodyWithoutThatCookie() {
        app.putLogin(Map.of("auth_code", code), "Cookie", cookieOf(asked));

        assertRefused(app.postToken(phone, code), 0);
        assertRefused(app.postToken(phone, code, "Cookie", cookieOf(app.askForCode(newPhone()))), 0);
        assertThat(app.postToken(phone, code, "Cookie", cookieOf(asked)).status())
                .isEqualTo(200);
    }

    @Test
    void handsItOutWithinTheLifeOfTheCodeAlone() {
        app.putLogin(Map.of("auth_code", code, "phone", phone));
        app.clock().advance(Duration.ofSeconds(300));

        assertRefused(app.postToken(phone, code), 0);
    }

    @Test
    void handsItOutToNobodyOnceTheSessionHasEnded() {
        Answer put = app.putLogin(Map.of("auth_code", code, "phone", phone));
        Answer logout = app.call(
                "POST",
                "/api/users/logout/",
                null,
                "Cookie",
                "ringkey_session=" + put.cookie("ringkey_session").orElseThrow(),
                "X-CSRF-Token",
                put.cookie("ringkey_csrf").orElseThrow());
        assertThat(logout.status()).as(logout.toString()).isEqualTo(204);

        assertRefused(app.postToken(phone, code), 0);
    }

    @Test
    void opensNoBrowserSessionAfterTheTokens() {
        assertThat(app.postToken(phone, code).status()).isEqualTo(200);

        assertRefused(app.putLogin(Map.of("auth_code", code), "Cookie", cookieOf(asked)), 0);
        assertRefused(app.putLogin(Map.of("auth_code", code, "phone", phone)), 0);
    }

    @Test
    void handsOutTokensOnce() {
        app.postToken(phone, code);

        assertRefused(app.postToken(phone, code), 0);
    }

    @Test
    void opensOneBrowserSession() {
        app.putLogin(Map.of("auth_code", code, "phone", phone));

        assertRefused(app.putLogin(Map.of("auth_code", code, "phone", phone)), 0);
    }

    @Test
    void countsGuessesAtThePairToo() {
        app.putLogin(Map.of("auth_code", code, "phone", phone));
        String wrong = RunningCommandSide.wrong(code);

        assertRefused(app.postToken(phone, wrong), 2);
        assertRefused(app.postToken(phone, wrong), 1);
        assertRefused(app.postToken(phone, wrong), 0);
        assertRefused(app.postToken(phone, code), 0);
    }

    private long sessionsOf(Answer token) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.session WHERE account_id = ?")
                .param(UUID.fromString(token.text("user_id")))
                .query(Long.class)
                .single();
    }
}
