package io.ringkey.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskingAgainTest {

    private final Sample sample = Sample.running();
    private final String token = sample.bearer(Role.USER);

    @Test
    void withTheSameKeyGetsTheSameAnswer() {
        var first = order("key-1", "{\"phone\":\"a\"}");
        var second = order("key-1", "{\"phone\":\"a\"}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void getsTheSameRefusalToo() {
        var first = order("key-2", "{\"phone\":\"refuse\"}");
        var second = order("key-2", "{\"phone\":\"refuse\"}");

        assertThat(first.problem()).isEqualTo("422 referral.refused");
        assertThat(second.problem()).isEqualTo("422 referral.refused");
        assertThat(second.json().path("number").asInt())
                .isEqualTo(first.json().path("number").asInt());
    }

    @Test
    void withAnotherBodyIsRefused() {
        order("key-3", "{\"phone\":\"a\"}");

        assertThat(order("key-3", "{\"phone\":\"b\"}").problem()).isEqualTo("409 idempotency.key-reused");
    }

    @Test
    void withoutAKeyDoesItAgain() {
        assertThat(sample.post("/api/orders", "{}", "Authorization", token).body())
                .isNotEqualTo(
                        sample.post("/api/orders", "{}", "Authorization", token).body());
    }

    @Test
    void afterAFaultOfOursTriesAgain() {
        assertThat(order("key-4", "{\"phone\":\"break\"}").status()).isEqualTo(500);
        assertThat(order("key-4", "{\"phone\":\"a\"}").status()).isEqualTo(200);
    }

    @Test
    void underAnothersKeyIsAnotherCall() {
        var mine = order("key-5", "{}");
        var theirs =
                sample.post("/api/orders", "{}", "Authorization", sample.bearer(Role.USER), "Idempotency-Key", "key-5");

        assertThat(theirs.status()).isEqualTo(200);
        assertThat(theirs.body()).isNotEqualTo(mine.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb"})
    void withABadKeyIsRefused(String key) {
        assertThat(order(key, "{}").error("Idempotency-Key")).isEqualTo("idempotency-key.invalid");
        assertThat(order("x".repeat(256), "{}").error("Idempotency-Key")).isEqualTo("idempotency-key.invalid");
        assertThat(order("x".repeat(255), "{}").status()).isEqualTo(200);
    }

    @Test
    void withTooLargeABodyIsRefusedAsWithoutAKey() {
        assertThat(order("key-6", "{\"phone\":\"" + "x".repeat(70_000) + "\"}").problem())
                .isEqualTo("413 body.too-large");
    }

    @Test
    void isIgnoredByHandlersThatDoNotHeedIt() {
        assertThat(sample.post("/api/body", "{\"phone\":\"a\"}", "Idempotency-Key", "a b")
                        .body())
                .contains("\"phone\":\"a\"");
    }

    @Test
    void isNotOfferedToStrangers() {
        assertThat(sample.post("/api/orders", "{}", "Idempotency-Key", "key-7").problem())
                .isEqualTo("401 token.invalid");
    }

    private Answer order(String key, String body) {
        return sample.post("/api/orders", body, "Authorization", token, "Idempotency-Key", key);
    }
}
