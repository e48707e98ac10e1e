package io.ringkey.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A small part of what the attack suite does at length; the seed is fixed, so a failure can be had again. */
class FuzzedRequestsTest {

    private static final int REQUESTS = 2_000;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"phone\"",
            "\"count\"",
            "\"inner_part\"",
            "null",
            "true",
            "1e999",
            "-0",
            "1",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\u202e",
            "я",
            "'",
            "--",
            "$",
            "%s",
            "../",
            "{}",
            "\"a\"",
            "0x1",
            "\n");
    private static final List<String> PATHS = List.of(
            "/api/body",
            "/api/tree",
            "/api/users/me",
            "/api/users/%2e%2e",
            "/api/users/1-1-1-1-1",
            "/api/admin/things",
            "/api/number",
            "/api/orders",
            "/api/upload",
            "/v3/api-docs/x",
            "/redoc/assets/%2e%2e/swagger.html");

    private final Sample sample = Sample.running();
    private final Random random = new Random(20260601);

    @Test // L2
    void neverBreakAnything() {
        var token = sample.bearer(Role.ADMIN);
        for (int n = 0; n < REQUESTS; n++) {
            var method = List.of("POST", "PUT", "GET", "DELETE", "PATCH").get(random.nextInt(5));
            var answer = sample.call(
                    method,
                    PATHS.get(random.nextInt(PATHS.size())) + "?n="
                            + List.of("%ff", "7", "%00", "%C0%80", "%F0%9F").get(random.nextInt(5)) + "&cursor="
                            + Integer.toString(random.nextInt(), 36) + "&limit=" + random.nextInt(300),
                    body(),
                    "Authorization",
                    random.nextInt(4) == 0 ? "Bearer x" : token,
                    "Content-Type",
                    List.of("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=a")
                            .get(random.nextInt(8) % 4),
                    "Idempotency-Key",
                    "k" + n,
                    "If-Match",
                    "\"" + random.nextInt(9) + "\"");

            assertIsAnAnswer(answer);
        }
    }

    private String body() {
        var body = new StringBuilder(random.nextBoolean() ? "{" : "");
        for (int piece = random.nextInt(12); piece > 0; piece--) {
            body.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return body.toString();
    }

    private static void assertIsAnAnswer(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "org.springframework", "java.");
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }
}
