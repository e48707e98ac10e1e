package io.ringkey.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EveryCallTest {

    private final Sample sample = Sample.running();

    @Test
    void keepsTheIdItBrings() {
        assertThat(sample.get("/api/open", "X-Request-Id", "Abc_12-3").header("X-Request-Id"))
                .isEqualTo("Abc_12-3");
    }

    @ParameterizedTest // L1
    @ValueSource(strings = {"a b", "a;b", "", "caf\u00e9", "<script>"})
    void getsANewIdForOneThatCouldDoHarm(String id) {
        assertThat(sample.get("/api/open", "X-Request-Id", id).header("X-Request-Id"))
                .matches("[0-9a-f]{16}");
        assertThat(sample.get("/api/open", "X-Request-Id", "x".repeat(65)).header("X-Request-Id"))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void hasAnIdEvenWhereThereIsNothing() {
        var answer = sample.get("/nothing");

        assertThat(answer.json().path("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void meansTheSameWithAndWithoutATrailingSlash() {
        var me = "/api/users/me";
        var token = sample.bearer(Role.USER);

        assertThat(sample.get(me + "/", "Authorization", token).status()).isEqualTo(200);
        assertThat(sample.get(me, "Authorization", token).status()).isEqualTo(200);
        assertThat(sample.get("/api/number/?n=4").body()).isEqualTo("4");
        assertThat(sample.post("/api/body/", "{}").status()).isEqualTo(200);
    }

    @Test
    void tellsItsHandlerWhereItComesFrom() {
        var answer = sample.get("/api/origin", "X-Forwarded-For", "203.0.113.9", "User-Agent", "curl/8");

        assertThat(answer.body()).isEqualTo("{\"address\":\"203.0.113.9\",\"user_agent\":\"curl/8\"}");
    }
}
