package io.ringkey.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Sample;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesAreReadStrictlyTest {

    private final Sample sample = Sample.running();

    @Test
    void speaksSnakeCaseAndWritesEveryNull() {
        var answer = sample.post("/api/body", "{\"phone\":\"+7\",\"inner_part\":{\"city_name\":\"Omsk\"}}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"phone\":\"+7\",\"count\":null,\"flag\":null,\"inner_part\":{\"city_name\":\"Omsk\"}}");
    }

    @Test
    void takesNullAndEmptyTextAsTheyAre() {
        assertThat(sample.post("/api/body", "{\"phone\":\"\",\"count\":null}").body())
                .contains("\"phone\":\"\"", "\"count\":null");
    }

    @ParameterizedTest // C10
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"phone\":1}|phone",
                "{\"phone\":1.5}|phone",
                "{\"phone\":true}|phone",
                "{\"phone\":[]}|phone",
                "{\"phone\":[\"a\"]}|phone",
                "{\"phone\":{}}|phone",
                "{\"phone\":\"a\\u0000b\"}|phone",
                "{\"phone\":\"a\\ud800\"}|phone",
                "{\"count\":\"1\"}|count",
                "{\"count\":\"\"}|count",
                "{\"count\":1.5}|count",
                "{\"count\":true}|count",
                "{\"count\":99999999999}|count",
                "{\"flag\":1}|flag",
                "{\"flag\":\"true\"}|flag",
                "{\"flag\":\"\"}|flag",
                "{\"inner_part\":\"\"}|inner_part",
                "{\"inner_part\":[]}|inner_part",
                "{\"inner_part\":{\"city_name\":7}}|inner_part.city_name",
            })
    void convertsNothing(String body, String field) {
        var answer = sample.post("/api/body", body);

        assertThat(answer.problem()).isEqualTo("400 field.invalid");
        assertThat(answer.error(field)).isEqualTo("type.wrong");
    }

    @ParameterizedTest // A5
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"admin\"}|role",
                "{\"Phone\":\"a\"}|Phone",
                "{\"innerPart\":{}}|innerPart",
                "{\"inner_part\":{\"x\":1}}|inner_part.x"
            })
    void refusesUnknownFields(String body, String field) {
        var answer = sample.post("/api/body", body);

        assertThat(answer.problem()).isEqualTo("400 field.unknown");
        assertThat(answer.error(field)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "1",
                "\"a\"",
                "null",
                "{}{}",
                "{} x",
                "{\"phone\":\"a\",\"phone\":\"b\"}",
                "{'phone':'a'}",
                "{\"phone\":NaN}",
                "{\"count\":01}",
                "{\"phone\":\"a\nb\"}",
                "{\"phone\":\"a\",}",
                "// x\n{}"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        assertThat(sample.post("/api/body", body).problem()).isEqualTo("400 body.unreadable");
    }

    @Test
    void refusesBrokenUtf8() {
        var bytes = "{\"phone\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        var answer = sample.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.port() + "/api/body"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build());

        assertThat(answer.problem()).startsWith("400 ");
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertThat(sample.put("/api/tree", "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}")
                        .problem())
                .isEqualTo("400 body.unreadable");
    }

    @Test
    void refusesUnstorableTextAnywhereInATree() {
        assertThat(sample.put("/api/tree", "{\"a\":[{\"b\":\"x\\u0000\"}]}").problem())
                .isEqualTo("400 body.unreadable");
        assertThat(sample.put("/api/tree", "{\"a\":[{\"b\":\"x\"}]}").status()).isEqualTo(200);
    }

    @Test
    void refusesBodiesOverTheLimitOfTheirHandler() {
        assertThat(sample.post("/api/body", phoneOf(65_000)).status()).isEqualTo(200);
        assertThat(sample.post("/api/body", phoneOf(66_000)).problem()).isEqualTo("413 body.too-large");
        assertThat(sample.put("/api/tree", phoneOf(199_000)).status()).isEqualTo(200);
        assertThat(sample.put("/api/tree", phoneOf(201_000)).problem()).isEqualTo("413 body.too-large");
        assertThat(sample.post("/api/body", phoneOf(12_000_000)).problem()).isEqualTo("413 body.too-large");
    }

    @Test
    void refusesBodiesThatTurnOutTooLong() {
        var chunks = List.of(phoneOf(66_000).getBytes(StandardCharsets.UTF_8));
        var answer = sample.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.port() + "/api/body"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArrays(chunks))
                .build());

        assertThat(answer.problem()).isEqualTo("413 body.too-large");
    }

    private static String phoneOf(int length) {
        return "{\"phone\":\"" + "x".repeat(length) + "\"}";
    }
}
