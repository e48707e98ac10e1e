package io.ringkey.web.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;

class ApiDescriptionTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private final Sample sample = Sample.running();

    @Test // L2
    void pagesAreWholeWhateverRangeIsAskedFor() {
        for (var range : new String[] {"bytes=0-,-1", "bytes=5-1", "nonsense"}) {
            var page = sample.get("/redoc/", "Range", range);
            assertThat(page.status()).as(range).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.body()).contains("<div id=\"redoc\">");
        }
    }

    @Test
    void spellsPathsAsTheContractDoes() {
        var paths = api().path("paths");

        assertThat(paths.propertyNames())
                .contains("/api/users/{user_id}/", "/api/orders/", "/api/admin/things/")
                .doesNotContain("/swagger", "/redoc", "/error", "/actuator");
    }

    @Test
    void listsThePossibleFailuresOfEachOperation() {
        var responses = operation("/api/orders/", "post").path("responses");

        assertThat(responses.propertyNames()).contains("200", "400", "401", "403", "413", "415", "422", "503");
        var refused = responses.path("422").path("content").path("application/problem+json");
        assertThat(refused.path("schema").path("$ref").asString()).isEqualTo("#/components/schemas/Problem");
        assertThat(refused.path("examples")
                        .path("referral.refused")
                        .path("value")
                        .path("code")
                        .asString())
                .isEqualTo("referral.refused");
        assertThat(responses
                        .path("400")
                        .path("content")
                        .path("application/problem+json")
                        .path("examples")
                        .propertyNames())
                .containsExactlyInAnyOrder("body.unreadable", "field.invalid", "field.unknown");
        assertThat(operation("/api/open/", "get").path("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "503");
    }

    @Test
    void saysWhoMayCall() {
        assertThat(operation("/api/users/{user_id}/", "get").path("security").toString())
                .contains("bearer");
        assertThat(operation("/api/users/{user_id}/", "get").path("description").asString())
                .isEqualTo("For the person themselves, moderators and admins.");
        assertThat(operation("/api/open/", "get").has("security")).isFalse();
    }

    @Test
    void describesAMonthAsTheJsonHasIt() {
        assertThat(sample.get("/api/month").body()).isEqualTo("{\"month\":\"2026-11\"}");
        assertThat(api().path("components")
                        .path("schemas")
                        .path("Billed")
                        .path("properties")
                        .path("month")
                        .path("type")
                        .asString())
                .isEqualTo("string");
    }

    @Test
    void namesWhatACallTakesAndNothingElse() {
        assertThat(parameters("/api/users/{user_id}/", "get"))
                .containsExactlyInAnyOrder("user_id", "If-None-Match", "X-Wait-For-Position");
        assertThat(parameters("/api/admin/things/", "get")).containsExactlyInAnyOrder("limit", "cursor");
        assertThat(parameters("/api/orders/", "post")).containsExactlyInAnyOrder("Idempotency-Key");
        assertThat(parameters("/api/origin/", "get")).isEmpty();
        assertThat(parameters("/api/users/{user_id}/sessions/{session_id}/", "delete"))
                .containsExactlyInAnyOrder("user_id", "session_id");
    }

    @Test
    void spellsNamesAsTheJsonDoes() {
        var schemas = api().path("components").path("schemas");

        assertThat(schemas.path("Body").path("properties").propertyNames()).contains("inner_part");
        var item = schemas.path("Item").path("properties");
        assertThat(item.propertyNames()).contains("id", "role", "created_at", "city");
        assertThat(item.path("id").path("type").asString()).isEqualTo("string");
        assertThat(item.path("role").path("enum").toString()).isEqualTo("[\"user\",\"moderator\",\"admin\"]");
        assertThat(item.path("created_at").path("format").asString()).isEqualTo("date-time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger/", "/swagger", "/redoc/", "/redoc"})
    void isShownByPagesThatNeedNobodyElse(String path) {
        var page = sample.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .doesNotContain("http");
        var links =
                LINK.matcher(page.body()).results().map(match -> match.group(1)).toList();
        assertThat(links).hasSizeGreaterThanOrEqualTo(4);
        for (var link : links) {
            if (!link.startsWith("data:")) {
                assertThat(link).startsWith("/");
                assertThat(sample.get(link).status()).as(link).isEqualTo(200);
            }
        }
        assertThat(page.body()).doesNotContain("<script>", "onload=", "style=");
    }

    @Test
    void letsItsAssetsBeKept() {
        assertThat(sample.get("/redoc/assets/redoc.standalone.js").header("Cache-Control"))
                .contains("max-age");
        assertThat(sample.get("/redoc/assets/nothing.js").problem()).isEqualTo("404 not-found");
    }

    @Test
    void isShownByTheReDocThatItsNoteNames() throws IOException, GeneralSecurityException {
        var script = new ClassPathResource("ringkey/apidocs/redoc/redoc.standalone.js").getContentAsByteArray();
        var note = new ClassPathResource("ringkey/apidocs/redoc/README.md").getContentAsString(StandardCharsets.UTF_8);

        assertThat(note)
                .contains(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(script)));
        assertThat(new ClassPathResource("ringkey/apidocs/redoc/LICENSE").exists())
                .isTrue();
    }

    private List<String> parameters(String path, String method) {
        return operation(path, method)
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.path("name").asString())
                .toList();
    }

    private JsonNode operation(String path, String method) {
        return api().path("paths").path(path).path(method);
    }

    private JsonNode api() {
        return sample.get("/v3/api-docs").json();
    }
}
