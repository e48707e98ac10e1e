package io.ringkey.command.delivery;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.web.settings.BadSetting;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** C23: doors for development stay shut to all but development. */
class OutboxTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(
                Map.of("SMS_SENDER", "outbox", "CODE_LENGTH", "9", "PUBLIC_URL", "http://sign-in.localhost:8000"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void tellsTheLatestCodeToWhoeverBringsTheKey() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        Answer latest = latest(phone, RunningCommandSide.OUTBOX_KEY);

        assertThat(asked.has("auth_code")).isFalse();
        assertThat(latest.status()).as(latest.toString()).isEqualTo(200);
        assertThat(latest.header("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(latest.header("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(latest.response().body()).matches("[0-9]{9}\\n");
        assertThat(app.postToken(phone, latest.response().body().strip()).status())
                .isEqualTo(200);
    }

    @Test
    void takesAPlusThatWasNotEncoded() {
        String phone = newPhone();
        app.askForCode(phone);

        assertThat(app.get("/outbox/latest?phone=" + phone, "Outbox-Key", RunningCommandSide.OUTBOX_KEY)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tellsNothingWithoutTheKey() {
        String phone = newPhone();
        app.askForCode(phone);

        for (Answer answer : List.of(
                app.get("/outbox/latest?phone=" + encoded(phone)),
                latest(phone, ""),
                latest(phone, "another-key-of-tests"))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("code")).isEqualTo("door.closed");
        }
        assertThat(app.get("/outbox/").response().body())
                .contains("type=\"password\"")
                .doesNotContain(phone);
    }

    @Test
    void tellsNothingUnderAForeignName() {
        String phone = newPhone();
        app.askForCode(phone);
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "")) {
            String answer = app.raw("GET /outbox/latest?phone=" + encoded(phone) + " HTTP/1.1\r\nHost: " + host
                    + "\r\nOutbox-Key: " + RunningCommandSide.OUTBOX_KEY + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(host).containsAnyOf("HTTP/1.1 403", "HTTP/1.1 400");
        }
        for (String host : List.of("localhost", "localhost:8000", "127.0.0.1:1", "[::1]:80", "sign-in.localhost")) {
            String answer = app.raw("GET /outbox/latest?phone=" + encoded(phone) + " HTTP/1.1\r\nHost: " + host
                    + "\r\nOutbox-Key: " + RunningCommandSide.OUTBOX_KEY + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(host).contains("HTTP/1.1 200");
        }
    }

    @Test
    void showsItsCodesOnAPageThatAsksForTheKey() {
        String phone = newPhone();
        app.askForCode(phone);
        Answer refused = form("key=wrong");
        assertThat(refused.status()).isEqualTo(403);

        Answer opened = form("key=" + RunningCommandSide.OUTBOX_KEY);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(303);
        assertThat(opened.setCookies())
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Strict")
                .doesNotContain(RunningCommandSide.OUTBOX_KEY);

        String cookie = "ringkey_outbox=" + opened.cookie("ringkey_outbox").orElseThrow();
        String code =
                latest(phone, RunningCommandSide.OUTBOX_KEY).response().body().strip();
        assertThat(app.get("/outbox/", "Cookie", cookie).response().body()).contains(phone, code);

        app.clock().advance(Duration.ofHours(1));
        assertThat(app.get("/outbox/", "Cookie", cookie).response().body()).contains("type=\"password\"");
        assertThat(app.get("/outbox/", "Cookie", "ringkey_outbox=AAAA")
                        .response()
                        .body())
                .contains("type=\"password\"");
    }

    @Test
    void knowsNoCodeOfANumberThatAskedForNone() {
        assertThat(latest(newPhone(), RunningCommandSide.OUTBOX_KEY).status()).isEqualTo(404);
        assertThat(latest("nonsense", RunningCommandSide.OUTBOX_KEY).status()).isEqualTo(400);
        assertThat(app.get("/outbox/latest", "Outbox-Key", RunningCommandSide.OUTBOX_KEY)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void forgetsACodeWhoseTimeIsOver() {
        String phone = newPhone();
        app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(300));

        assertThat(latest(phone, RunningCommandSide.OUTBOX_KEY).status()).isEqualTo(404);
    }

    @Test
    void putsTheSendingOnRecord() {
        Answer asked = app.askForCode(newPhone());

        var stream = app.streamOf(asked.text("challenge_id"));
        await().untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
    }

    @Test
    void keepsNoCodeAnywhere() {
        // C12
        String phone = newPhone();
        app.askForCode(phone);
        String code =
                latest(phone, RunningCommandSide.OUTBOX_KEY).response().body().strip();
        app.postToken(phone, RunningCommandSide.wrong(code));
        app.postToken(phone, code);
        String hex = java.util.HexFormat.of().formatHex(code.getBytes(StandardCharsets.US_ASCII));

        assertThat(app.dump()).doesNotContain(code).doesNotContain(hex);
    }

    @Test
    void isNotThereWithAnotherSender() {
        try (var echo = RunningCommandSide.start(Map.of())) {
            assertThat(echo.get("/outbox/").status()).isEqualTo(404);
            assertThat(echo.get("/outbox/latest?phone=1", "Outbox-Key", RunningCommandSide.OUTBOX_KEY)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void needsAKeyToStart() {
        assertThatThrownBy(() -> RunningCommandSide.start(Map.of("SMS_SENDER", "outbox", "OUTBOX_KEY", "")))
                .hasRootCauseInstanceOf(BadSetting.class);
    }

    private static Answer form(String body) {
        return app.send(HttpRequest.newBuilder(app.at("/outbox/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private static Answer latest(String phone, String key) {
        return app.get("/outbox/latest?phone=" + encoded(phone), "Outbox-Key", key);
    }

    private static String encoded(String phone) {
        return URLEncoder.encode(phone, StandardCharsets.UTF_8);
    }
}
