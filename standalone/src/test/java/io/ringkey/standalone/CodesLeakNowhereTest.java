package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a run, no code stands in any file (database, write-ahead log, logs) nor in a metric, and no number in a log. */
class CodesLeakNowhereTest {

    private static final int DIGITS = 9;
    private static final String KEPT_IN_THE_OPEN = "735519264";

    @TempDir
    private Path directory;

    // C12, L1
    @Test
    void neitherTheDatabaseNorALogNorAMetricHoldsACode() throws IOException {
        List<String> codes = new ArrayList<>();
        List<String> phones = new ArrayList<>();
        String metrics;
        String log;
        try (RunningProgram program = RunningProgram.start(
                directory,
                Map.of(
                        "RINGKEY_SMS_SENDER",
                        "echo",
                        "RINGKEY_LIMITS",
                        "off",
                        "RINGKEY_CODE_LENGTH",
                        "" + DIGITS,
                        "RINGKEY_LOG_LEVEL",
                        "debug"))) {
            Client client = Client.of(program.url());
            for (int number = 0; number < 50; number++) {
                String phone = Person.phone(800, number);
                String code = Person.code(client, phone);
                codes.add(code);
                phones.add(phone);
                String wrong = Person.wrong(code);
                client.post("/api/users/token/", Map.of("phone", phone, "password", wrong));
                var token = client.post("/api/users/token/", Map.of("phone", phone, "password", code));
                assertThat(token.status()).as(token.toString()).isEqualTo(200);
                if (number == 0) {
                    client.as(token.text("access"))
                            .send("PATCH", "/api/users/me/", Map.of("telegram_id", KEPT_IN_THE_OPEN));
                }
            }
            metrics = Client.of(URI.create("http://127.0.0.1:" + program.managementPort()))
                    .get("/actuator/prometheus")
                    .body();
            log = program.output();
        }

        assertThat(codes).allMatch(code -> code.matches("[0-9]{9}"));
        Map<String, Set<Path>> found = filesByNineDigits();
        assertThat(found.get(KEPT_IN_THE_OPEN))
                .as("the search finds what is there")
                .isNotEmpty();
        for (String code : codes) {
            assertThat(found.getOrDefault(code, Set.of()))
                    .as("files with the code %s", code)
                    .isEmpty();
        }
        assertThat(metrics).contains("http_server_requests_seconds_count").contains("/api/users/token");
        assertThat(log).isNotBlank();
        // What is sent of traces, TracesTest looks at.
        for (String secret : Stream.concat(codes.stream(), phones.stream().map(CodesLeakNowhereTest::digits))
                .toList()) {
            assertThat(metrics).doesNotContain(secret);
            assertThat(log).doesNotContain(secret);
        }
    }

    /** A number as whoever writes it without its plus. */
    private static String digits(String phone) {
        return phone.substring(1);
    }

    /** Every nine digits in a row that stand anywhere, also within more of them. */
    private Map<String, Set<Path>> filesByNineDigits() throws IOException {
        Map<String, Set<Path>> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(directory.resolve("data/pg/binaries")))
                    .toList()) {
                byte[] content = Files.readAllBytes(file);
                int inARow = 0;
                for (int at = 0; at < content.length; at++) {
                    inARow = content[at] >= '0' && content[at] <= '9' ? inARow + 1 : 0;
                    if (inARow >= DIGITS) {
                        String nine = new String(content, at - DIGITS + 1, DIGITS, StandardCharsets.ISO_8859_1);
                        found.computeIfAbsent(nine, none -> new HashSet<>()).add(file);
                    }
                }
            }
        }
        return found;
    }
}
