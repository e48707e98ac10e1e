package io.ringkey.command.delivery;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Purpose;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.eventstore.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.config.EventProcessingConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class WebhookTest {

    private static final String SECRET = "webhook-secret-of-tests";

    private static Gateway gateway;
    private static RunningCommandSide app;

    private String phone;
    private DeliveryRows.Row lost;

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

    // R4
    @Test
    void findsWhatACrashLost() {
        UUID stream = stream(askForCodeOfAProcessThatDies());
        app.clock().advance(DeliveryRows.FIRST_LEASE.minusMillis(1));
        app.bean(Sending.class).due();
        assertThat(gateway.posts(phone)).isEmpty();
        app.clock().advance(Duration.ofMillis(1));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(1);
    }

    // R4
    @Test
    void sendsWhatHasWaitedForLongIfItIsStillInHand() {
        UUID stream = stream(askForCodeOfAProcessThatDies());
        app.clock().advance(DeliveryRows.FIRST_LEASE.minusSeconds(1));
        gateway.slowFor(phone, Duration.ofSeconds(1));

        app.bean(Sending.class).soon(lost);
        gateway.awaitPost(phone);
        app.clock().advance(Duration.ofSeconds(10));
        app.bean(Sending.class).due();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(1);
    }

    @Test
    void recordsTheSendingThatItHadInHandWhereTheNextIsWantedMeanwhile() {
        Answer asked = askForCodeOfAProcessThatDies();
        app.clock().advance(DeliveryRows.FIRST_LEASE.minusSeconds(1));
        app.jdbc()
                .sql("UPDATE command_state.delivery SET sends_wanted = 2, attempts = 0 WHERE challenge_id = ?::uuid")
                .param(asked.text("challenge_id"))
                .update();

        app.bean(Sending.class).soon(lost);
        await().untilAsserted(() -> assertThat(sendsDone(asked)).isEqualTo(1));
        app.clock().advance(DeliveryRows.FIRST_LEASE);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sendsDone(asked)).isEqualTo(2));
        assertThat(gateway.posts(phone))
                .extracting(post -> post.json().get("send").asInt())
                .containsExactly(1, 2);
    }

    // R4
    @Test
    void leavesWhatHasWaitedForTooLongToWhoeverHasItNow() {
        UUID stream = stream(askForCodeOfAProcessThatDies());
        app.clock().advance(DeliveryRows.FIRST_LEASE);
        var others = app.bean(DeliveryRows.class).claimDue(Duration.ofSeconds(15), 10);
        assertThat(others).contains(lost);

        app.bean(Sending.class).soon(lost);
        others.forEach(app.bean(Sending.class)::soon);

        await().untilAsserted(() -> assertThat(app.stream(stream)).contains("delivery.code-sent"));
        assertThat(gateway.posts(phone)).hasSize(1);
    }

    @Test
    void takesNothingUpOnceItHasStopped() {
        try (var stopping = RunningCommandSide.start(settings())) {
            stopping.bean(Sending.class).stop();
            stopping.askForCode(phone);
            stopping.clock().advance(DeliveryRows.FIRST_LEASE);

            stopping.bean(Sending.class).due();

            assertThat(stopping.bean(DeliveryRows.class).claimDue(Duration.ofSeconds(15), 10))
                    .as("what others find")
                    .hasSize(1);
            assertThat(gateway.posts(phone)).isEmpty();
        }
    }

    @Test
    void leavesWhatIsAskedForAgainToWhoeverHasItInHand() {
        Answer asked = app.askForCode(phone);
        await().untilAsserted(() -> assertThat(app.stream(stream(asked))).contains("delivery.code-sent"));
        app.clock().advance(Duration.ofSeconds(60));
        app.jdbc()
                .sql("UPDATE command_state.delivery SET leased_until = ? WHERE challenge_id = ?::uuid")
                .params(app.clock().instant().plusSeconds(12).atOffset(ZoneOffset.UTC), asked.text("challenge_id"))
                .update();
        app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(11));
        app.bean(Sending.class).due();
        assertThat(gateway.posts(phone)).hasSize(1);
        app.clock().advance(Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.posts(phone)).hasSize(2));
        assertThat(gateway.posts(phone).get(1).json().get("send").asInt()).isEqualTo(2);
    }

    @Test
    void sendsNothingThatDoesNotComeOnRecord() {
        var made = new ArrayList<DeliveryRows.Row>();
        app.bean(Outgoing.class).goTo(made::add);
        try {
            new TransactionTemplate(app.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
                app.bean(Deliveries.class).begin(wanted(), null);
                status.setRollbackOnly();
            });
            assertThat(made).isEmpty();

            Answer asked = app.askForCode(phone);
            assertThat(made).extracting(row -> row.challenge().toString()).containsExactly(asked.text("challenge_id"));
        } finally {
            app.bean(Sending.class).start();
        }
    }

    private Deliveries.Wanted wanted() {
        Instant now = app.clock().instant();
        return new Deliveries.Wanted(
                new NumberStreamId(UUID.randomUUID()),
                new ChallengeId(UUID.randomUUID()),
                new PhoneNumber(phone),
                Purpose.SIGN_IN,
                4,
                now,
                now.plusSeconds(300));
    }

    /** What it leaves is {@link #lost}. */
    private Answer askForCodeOfAProcessThatDies() {
        app.bean(Outgoing.class).goTo(row -> lost = row);
        try {
            return app.askForCode(phone);
        } finally {
            app.bean(Sending.class).start();
        }
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
                .params(app.clock().instant().atOffset(ZoneOffset.UTC), asked.text("challenge_id"))
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

    // R3
    @Test
    void sendsNothingWhenTheRecordIsReadAgain() {
        String url = TestDatabase.freshUrl();
        try (var first = RunningCommandSide.start(url, settings())) {
            Answer asked = first.askForCode(phone);
            UUID stream = first.streamOf(asked.text("challenge_id"));
            await().untilAsserted(() -> assertThat(first.stream(stream)).contains("delivery.code-sent"));
        }
        try (var second = RunningCommandSide.start(url, settings())) {
            assertThat(second.bean(EventProcessingConfiguration.class).eventProcessors())
                    .as("what reads the record of itself")
                    .isEmpty();
            second.bean(Sending.class).due();
            assertThat(gateway.posts(phone)).hasSize(1);
        }
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
