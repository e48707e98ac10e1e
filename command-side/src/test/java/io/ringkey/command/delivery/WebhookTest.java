package io.ringkey.command.delivery;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {

    private static final String SECRET = "webhook-secret-of-tests";

    private static Gateway gateway;
    private static RunningCommandSide app;

    private String phone;

    @BeforeAll
    static void start() throws Exception {
        gateway = new Gateway();
        app = RunningCommandSide.start(settings());
    }

    @AfterAll
    static void stop() {
        app.close();
        gateway.close();
    }

    @BeforeEach
    void freshNumber() {
        phone = newPhone();
        gateway.answer(200);
    }

    private static Map<String, String> settings() {
        return Map.of(
                "SMS_SENDER", "webhook", "WEBHOOK_URL", gateway.url(), "WEBHOOK_SECRET", SECRET, "LANGUAGE", "en");
    }

    @Test
    void postsTheCodeSigned() throws Exception {
        Answer asked = app.askForCode(phone);
        assertThat(asked.has("auth_code")).isFalse();
        var post = gateway.awaitPost(phone);

        String code = post.json().get("code").asString();
        assertThat(post.json().get("text").asString()).contains(code);
        assertThat(post.json().get("challenge_id").asString()).isEqualTo(asked.text("challenge_id"));
        assertThat(post.json().get("send").asInt()).isEqualTo(1);
        assertThat(post.json().get("expires_at").asString())
                .isEqualTo(app.clock().instant().plusSeconds(300).toString());
        assertThat(post.header("Ringkey-Signature")).isEqualTo(signature(post.body()));
        assertThat(app.postToken(phone, code).status()).isEqualTo(200);
    }

    @Test
    void recordsThatTheCodeWasSent() {
        long taken = sends("taken").count();
        long waited = meter("ringkey.send.wait").timer().count();
        UUID stream = stream(app.askForCode(phone));

        await().untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(1);
        assertThat(sends("taken").count()).isEqualTo(taken + 1);
        assertThat(meter("ringkey.send.wait").timer().count()).isEqualTo(waited + 1);
    }

    @Test
    void sendsTheSameCodeWhenItIsAskedForAgain() {
        app.askForCode(phone);
        var first = gateway.awaitPost(phone);
        app.clock().advance(Duration.ofSeconds(60));
        app.askForCode(phone);

        await().untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(2));
        var second = gateway.posts(phone).get(1);
        assertThat(second.json().get("code")).isEqualTo(first.json().get("code"));
        assertThat(second.json().get("send").asInt()).isEqualTo(2);
        assertThat(second.header("Idempotency-Key")).isNotEqualTo(first.header("Idempotency-Key"));
    }

    @Test
    void triesAgainUntilTheGatewayTakesIt() {
        gateway.answer(503);
        UUID stream = stream(app.askForCode(phone));
        await().untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(1));
        waitForTheLeaseToBeGivenBack(stream);
        gateway.answer(200);
        app.clock().advance(Duration.ofSeconds(2));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(2);
        assertThat(app.stream(stream)).doesNotContain("delivery.sending-failed");
    }

    @Test
    void givesUpAfterFiveTriesAndSaysSo() {
        gateway.answer(500);
        long failed = sends("failed").count();
        double givenUp = meter("ringkey.sends.given.up").counter().count();
        UUID stream = stream(app.askForCode(phone));
        for (int tries = 1; tries < 5; tries++) {
            int expected = tries;
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(expected));
            waitForTheLeaseToBeGivenBack(stream);
            app.clock().advance(Duration.ofSeconds(45));
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.sending-failed"));
        app.clock().advance(Duration.ofSeconds(60));
        app.bean(Sending.class).due();
        assertThat(gateway.posts(phone)).hasSize(5);
        assertThat(sends("failed").count()).isEqualTo(failed + 5);
        await().untilAsserted(() ->
                assertThat(meter("ringkey.sends.given.up").counter().count()).isEqualTo(givenUp + 1));
    }

    @Test
    void sendsNothingAfterTheEndOfACode() {
        // R4
        gateway.answer(500);
        UUID stream = stream(app.askForCode(phone));
        await().untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(1));
        waitForTheLeaseToBeGivenBack(stream);
        gateway.answer(200);
        app.clock().advance(Duration.ofSeconds(300));
        app.bean(Sending.class).due();
        app.bean(Sending.class).giveUpExpired();

        await().untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.sending-failed"));
        assertThat(gateway.posts(phone)).hasSize(1);
        assertThat(app.stream(stream)).doesNotContain("delivery.code-sent");
    }

    @Test
    void findsWhatACrashLost() {
        // R4
        gateway.answer(500);
        Answer asked = app.askForCode(phone);
        UUID stream = stream(asked);
        await().untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(1));
        waitForTheLeaseToBeGivenBack(stream);
        gateway.answer(200);
        // A process takes the sending for itself and is heard of no more.
        var challenge = new ChallengeId(UUID.fromString(asked.text("challenge_id")));
        assertThat(app.bean(DeliveryRows.class).claim(List.of(challenge), Duration.ofSeconds(15)))
                .hasSize(1);
        app.bean(Sending.class).soon(challenge);
        app.clock().advance(Duration.ofSeconds(16));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(2);
    }

    @Test
    void sendsAtMostTwiceWhenACrashLostTheRecordOfIt() {
        // R4
        Answer asked = app.askForCode(phone);
        UUID stream = stream(asked);
        await().untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        app.jdbc()
                .sql("UPDATE command_state.delivery SET sends_done = 0, leased_until = ?, next_try_at = requested_at"
                        + " WHERE challenge_id = ?::uuid")
                .params(app.clock().instant().atOffset(java.time.ZoneOffset.UTC), asked.text("challenge_id"))
                .update();
        app.clock().advance(Duration.ofSeconds(15));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(2));
        await().untilAsserted(() -> assertThat(sendsDone(asked)).isEqualTo(1));
        app.clock().advance(Duration.ofSeconds(15));
        app.bean(Sending.class).due();
        assertThat(gateway.posts(phone)).hasSize(2);
        assertThat(app.stream(stream))
                .filteredOn(type -> type.equals("delivery.code-sent"))
                .hasSize(1);
    }

    @Test
    void doesNotLetOneSlowAnswerHoldUpTheOthers() {
        var waits = Times.of(3, () -> {
            String slow = newPhone();
            gateway.slowFor(slow, Webhook.PATIENCE.plusSeconds(1));
            app.askForCode(slow);
            await().untilAsserted(() -> assertThat(gateway.posts(slow)).hasSize(1));
            String quick = newPhone();
            app.askForCode(quick);
            await().untilAsserted(() -> assertThat(gateway.posts(quick)).hasSize(1));
        });

        assertThat(waits.slowerThan(Webhook.PATIENCE.toMillis()))
                .as(waits.toString())
                .isFalse();
    }

    @Test
    void sendsNothingWhenTheRecordIsReadAgain() {
        // R3
        var processor = app.bean(EventProcessingConfiguration.class)
                .eventProcessor("send-codes", TrackingEventProcessor.class)
                .orElseThrow();
        assertThat(processor.supportsReset()).isFalse();

        String url = TestDatabase.freshUrl();
        String number = newPhone();
        try (var first = RunningCommandSide.start(url, settings())) {
            Answer asked = first.askForCode(number);
            UUID stream = first.streamOf(asked.text("challenge_id"));
            await().untilAsserted(() -> assertThat(first.stream(stream)).contains("delivery.code-sent"));
            await().untilAsserted(() -> assertThat(tokenOf(first)).doesNotContain("\"index\":-1"));
        }
        var jdbc = org.springframework.jdbc.core.simple.JdbcClient.create(TestDatabase.at(url));
        jdbc.sql("UPDATE command_state.token_entry SET token = convert_to('{\"index\":-1,\"gaps\":[]}', 'UTF8'),"
                        + " owner = NULL")
                .update();
        try (var second = RunningCommandSide.start(url, settings())) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(tokenOf(second)).doesNotContain("\"index\":-1"));
            second.bean(Sending.class).due();
            assertThat(gateway.posts(number)).hasSize(1);
        }
    }

    private static String tokenOf(RunningCommandSide of) {
        List<String> tokens = of.jdbc()
                .sql(
                        "SELECT convert_from(token, 'UTF8') FROM command_state.token_entry WHERE processor_name = 'send-codes'")
                .query(String.class)
                .list();
        return tokens.getFirst();
    }

    private static UUID stream(Answer asked) {
        return app.streamOf(asked.text("challenge_id"));
    }

    private static long sendsDone(Answer asked) {
        return app.jdbc()
                .sql("SELECT sends_done FROM command_state.delivery WHERE challenge_id = ?::uuid")
                .param(asked.text("challenge_id"))
                .query(Long.class)
                .single();
    }

    private static void waitForTheLeaseToBeGivenBack(UUID stream) {
        await().untilAsserted(() -> assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.delivery WHERE stream_id = ? AND leased_until IS NULL"
                                + " AND attempts > 0")
                        .param(stream)
                        .query(Long.class)
                        .single())
                .isEqualTo(1));
    }

    private static String signature(String body) throws Exception {
        long time = app.clock().instant().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "t=" + time + ",v1="
                + HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private static RequiredSearch meter(String name) {
        return app.bean(MeterRegistry.class).get(name).tag("sender", "webhook");
    }

    private static Timer sends(String outcome) {
        return meter("ringkey.sends").tag("outcome", outcome).timer();
    }
}
