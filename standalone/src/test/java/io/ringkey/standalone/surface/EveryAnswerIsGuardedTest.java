package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import io.ringkey.standalone.surface.ApiOperations.ApiOperation;
import io.ringkey.standalone.surface.RawHttp.Answer;
import io.ringkey.standalone.surface.RawHttp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What browsers and caches are told by every answer, good or bad, of the API and of the pages. */
class EveryAnswerIsGuardedTest {

    private static final int RANGE = 124;
    private static final List<String> PAGES =
            List.of("/admin/", "/outbox/", "/swagger/", "/redoc/", "/v3/api-docs", "/error", "/", "/nothing");

    /** Words for what must not stand in a URL, which ends up in histories, logs and referrers. */
    private static final Set<String> SECRETS = Set.of(
            "password", "auth_code", "code", "access", "refresh", "token", "access_token", "secret", "key", "device");

    private final RawHttp http = new RawHttp(SharedProgram.get().url());
    private final Client client = SharedProgram.client();
    private final List<ApiOperation> operations = ApiOperations.of(client);

    // T13
    @Test
    void againstSniffingFramingReferringAndKeeping() {
        Person person = Person.signIn(client, Person.phone(RANGE, 1));
        var requests = new ArrayList<Request>();
        for (String page : PAGES) {
            requests.add(get(page));
        }
        for (ApiOperation operation : operations) {
            String path = operation.at(Map.of("user_id", person.id()), "1");
            requests.add(new Request(operation.method(), path).header("Host", "127.0.0.1"));
            if (operation.method().equals("GET")) {
                requests.add(get(path).header("Authorization", "Bearer " + person.access()));
            }
        }
        // What never gets as far as the application.
        requests.add(new Request("GET", "/%"));
        requests.add(get("/a\u0001b"));
        requests.add(get("/").header("Content-Length", "x"));
        requests.add(get("/x%2e%2e/%00"));
        requests.add(new Request("TRACE", "/").header("Host", "127.0.0.1"));
        requests.add(get("/").header("X-Long", "x".repeat(40_000)));

        for (Request request : requests) {
            Answer answer = http.send(request);
            String about = request + "\n-->\n" + answer;
            assertThat(answer.status()).as(about).isBetween(200, 501);
            assertThat(answer.header("X-Content-Type-Options")).as(about).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).as(about).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).as(about).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy"))
                    .as(about)
                    .contains("frame-ancestors 'none'", "object-src 'none'");
            assertThat(answer.header("Server")).as(about).isNull();
            assertThat(answer.header("X-Powered-By")).as(about).isNull();
            boolean personal =
                    answer.status() >= 400 || request.line.contains("/api/users") || request.line.contains("/admin");
            if (personal && !request.line.contains("/avatar/")) {
                assertThat(answer.header("Cache-Control")).as(about).contains("no-store");
            }
        }
    }

    // T13
    @Test
    void andNoSecretStandsInAUrl() {
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.query()).as(operation.toString()).doesNotContainAnyElementsOf(SECRETS);
            assertThat(SECRETS).noneMatch(secret -> operation.path().contains("{" + secret + "}"));
        });

        Person person = Person.signIn(client, Person.phone(RANGE, 2));
        for (String target : List.of(
                "/api/users/me/?access_token=" + person.access(),
                "/api/users/me/?token=" + person.access(),
                "/api/users/me/?authorization=Bearer%20" + person.access())) {
            assertThat(http.send(get(target)).status()).isEqualTo(401);
        }
        Answer inABody = http.send(new Request("POST", "/api/users/logout/")
                .header("Host", "127.0.0.1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(("access_token=" + person.access()).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(inABody.status()).isEqualTo(401);
    }

    private static Request get(String target) {
        return new Request("GET", target).header("Host", "127.0.0.1");
    }
}
