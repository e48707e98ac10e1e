package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.surface.ApiOperations.ApiOperation;
import io.ringkey.standalone.surface.RawHttp.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every field, header, path and parameter brings its own line ends; the log has none of them, and no number in clear. */
class NoLineIsForgedTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> ENDS_OF_LINES = List.of(
            "\r\n", "\n", "\r", "\u0000", "\u000b", "\u000c", "\u0085", "\u2028", "\u2029", "\u001b[1A\u001b[2K");
    private static final List<String> HEADERS = List.of(
            "User-Agent",
            "X-Request-Id",
            "Accept-Language",
            "Accept",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "Forwarded",
            "Origin",
            "Referer",
            "Cookie",
            "Authorization",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "X-Wait-For-Position",
            "Content-Type",
            "Ringkey-Device",
            "Outbox-Key",
            "X-CSRF-Token");

    /** In the short form every place meets some of the ends, and every end some of the places. */
    private static final int STRIDE = Boolean.getBoolean("ringkey.every-place") ? 1 : 7;

    @TempDir
    private Path directory;

    // L1
    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whateverIsSent(String format) {
        try (RunningProgram program = RunningProgram.start(
                directory,
                ProgramDatabase.with(Map.of(
                        "RINGKEY_SMS_SENDER", "outbox",
                        "RINGKEY_OUTBOX_KEY", "an-outbox-key-of-the-tests-own",
                        "RINGKEY_LOG_FORMAT", format,
                        "RINGKEY_LOG_LEVEL", "debug")))) {
            var http = new RawHttp(program.url());
            List<ApiOperation> operations = ApiOperations.of(Client.of(program.url()));
            int sent = 0;
            for (int end = 0; end < ENDS_OF_LINES.size(); end++) {
                List<Request> requests = requests(operations, ENDS_OF_LINES.get(end) + Hostile.FORGED);
                for (int number = end % STRIDE; number < requests.size(); number += STRIDE) {
                    http.send(requests.get(number));
                    sent++;
                }
            }
            Client client = Client.of(program.url());
            for (String phone : List.of(Person.phone(123, 1), "8 (913) 123-00-02")) {
                client.post("/api/users/login/", Map.of("phone", phone));
                client.post("/api/users/token/", Map.of("phone", phone, "password", "0000"));
            }
            program.stop();

            List<String> lines = program.output().lines().toList();
            List<String> forged = LogLines.forged(program.output(), format).toList();
            System.out.printf("%d requests, %d lines of %s, %d forged%n", sent, lines.size(), format, forged.size());
            assertThat(forged).isEmpty();
            assertThat(lines)
                    .as("numbers in clear")
                    .noneMatch(line -> line.replaceAll("[ ()-]", "").matches(".*913123000[12].*"));
        }
    }

    private static List<Request> requests(List<ApiOperation> operations, String text) {
        var requests = new ArrayList<Request>();
        String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (String header : HEADERS) {
            requests.add(new Request("POST", "/api/users/login/")
                    .header("Host", "127.0.0.1")
                    .header("Content-Type", "application/json")
                    .header(header, "x" + latin)
                    .body("{}".getBytes(StandardCharsets.UTF_8)));
        }
        String encoded = encoded(text);
        for (String target : List.of(
                "/api/users/" + encoded,
                "/" + encoded,
                "/api/users/list/?search=" + encoded,
                "/outbox/latest?phone=" + encoded,
                "/admin/?people=" + encoded,
                "/api/users/me/?" + encoded + "=1")) {
            requests.add(new Request("GET", target).header("Host", "127.0.0.1"));
        }
        requests.add(new Request("G" + latin, "/").header("Host", "127.0.0.1"));
        requests.add(new Request("GET", "/" + latin).header("Host", "127.0.0.1"));
        requests.add(new Request("GET", "/").header("Host", "127.0.0.1" + latin));
        for (ApiOperation operation : operations) {
            if (operation.fields() != null) {
                operation.fields().keySet().forEach(field -> requests.add(json(operation, Map.of(field, text))));
                requests.add(json(operation, Map.of(text, "x")));
            }
        }
        return requests;
    }

    private static Request json(ApiOperation operation, Map<String, Object> body) {
        var whole = new HashMap<>(body);
        if (operation.fields() != null && operation.fields().containsKey("phone")) {
            whole.putIfAbsent("phone", Person.phone(123, 1));
        }
        return new Request(operation.method(), operation.at(Map.of("user_id", "me"), "1"))
                .header("Host", "127.0.0.1")
                .header("Content-Type", "application/json")
                .body(JSON.writeValueAsBytes(whole));
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02X".formatted(one & 0xff));
        }
        return encoded.toString();
    }
}
