package io.ringkey.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What {@code docker-compose.yml} wires together, run as plain processes: its commands, settings, ports, database script
 * and proxy configuration.
 */
@Order(1)
class ComposeWiringTest {

    private static final Path ROOT = Checkout.root();
    private static final String OUTBOX_KEY = "sample-outbox-key";
    private static final String COMMAND_ROLE = "ringkey_command";
    private static final String COMMAND_PASSWORD = "sample-database-password";
    private static final String QUERY_ROLE = "ringkey_query";
    private static final String QUERY_PASSWORD = "sample-query-database-password";
    private static final Pattern QUICK_START =
            Pattern.compile("<!-- quick-start -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern DOCUMENTED_BACKUP = Pattern.compile(
            "docker compose run --rm -T -v \"\\$PWD/(?<here>\\w+):(?<there>/\\w+)\" (?<service>\\S+) (?<words>backup .*)");

    private static PlainCompose compose;
    private static int port;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startWhatComposeWouldStart() throws IOException {
        require(PlainCompose.find("nginx").isPresent(), "nginx is not installed: apt-get install nginx-light");
        for (String side : List.of("command-side", "query-side")) {
            require(Files.exists(PlainCompose.jar(ROOT, side)), side + " has no program yet: run ./mvnw verify");
        }
        port = RunningProgram.freePort();
        compose = PlainCompose.up(
                ROOT,
                ".env.sample",
                Map.of("RINGKEY_PORT", String.valueOf(port)),
                ROOT.resolve("standalone/target/compose-wiring"));
    }

    private static void require(boolean there, String sentence) {
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(sentence);
        }
        if (!there) {
            abort(sentence);
        }
    }

    @AfterAll
    static void stop() {
        if (compose != null) {
            compose.close();
        }
    }

    @Test
    void theReadmesCallsSignAPersonIn() throws IOException, InterruptedException {
        Matcher block = QUICK_START.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        Files.createDirectory(directory.resolve("data"));
        // In compose the key is the one of .env.
        Files.writeString(directory.resolve("data/outbox.key"), OUTBOX_KEY);

        Process shell = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", block.group(1).replace("http://127.0.0.1:8000", url()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(printed).isZero();
        assertThat(printed).contains("\"challenge_id\"", "\"access\"", "\"refresh\"", "\"invite_code\"");
    }

    @Test
    void aChangeIsSeenAtOnceAndEveryStepIsInTheHistory() {
        Client person = signedIn("+79130400001");
        Answer before = person.get("/api/users/me/");
        assertThat(before.status()).as(before.body()).isEqualTo(200);
        String me = "/api/users/" + before.text("id") + "/";

        for (int change = 0; change < 20; change++) {
            String city = "City " + change;
            Answer changed = person.put(me, Map.of("phone", "+79130400001", "city", city));
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            assertThat(person.get(me).text("city")).isEqualTo(city);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                person.get(me + "logins/").json().path("items").size())
                        .isPositive());
    }

    @Test
    void theFirstAdminIsMadeByTheCommandAndFindsANumberThatNeverSignedIn() throws IOException, InterruptedException {
        Client nobody = client();
        assertThat(nobody.post("/api/users/login/", Map.of("phone", "+79130400003"))
                        .status())
                .isEqualTo(200);
        for (int guess = 0; guess < 3; guess++) {
            Answer wrong = nobody.post("/api/users/token/", Map.of("phone", "+79130400003", "password", "x".repeat(4)));
            assertThat(wrong.status()).isIn(400, 401);
        }

        assertSucceeds("command-side", List.of("create-admin", "+79130400002", "--no-input"));

        Client admin = signedIn("+79130400002");
        assertThat(admin.get("/api/users/me/").text("role")).isEqualTo("admin");
        assertThat(admin.get("/api/users/list/").status()).isEqualTo(200);
        Answer found = admin.post("/api/admin/events/search/", Map.of("phone", "+7 913 040-00-03"));
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.json().path("items").size()).isPositive();
        assertThat(admin.get("/api/admin/events/").status()).isEqualTo(200);
        assertThat(admin.get("/api/admin/projections/").status()).isEqualTo(200);
        assertThat(admin.post("/api/admin/projections/profiles/replay/", "").status())
                .isBetween(200, 202);
    }

    @Test
    void theBackupThatTheDocumentationTakesLiesInTheMountedDirectory() throws IOException, InterruptedException {
        Matcher line = DOCUMENTED_BACKUP.matcher(Files.readString(ROOT.resolve("docs/operations.md")));
        assertThat(line.find()).isTrue();
        Path mounted = Files.createDirectory(directory.resolve(line.group("here")));
        String words = line.group("words").replace(line.group("there"), mounted.toString());

        assertSucceeds(line.group("service"), List.of(words.split(" ")));

        assertThat(mounted).isDirectoryContaining(file -> file.endsWith("today"));
    }

    private void assertSucceeds(String service, List<String> words) throws IOException, InterruptedException {
        Path output = directory.resolve("command.log");
        Process command =
                compose.command(service, words).redirectOutput(output.toFile()).start();
        assertThat(command.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(Files.readString(output)).isZero();
    }

    @Test
    void eachCallReachesTheSideThatAnswersIt() {
        for (String path : List.of(
                "/swagger/",
                "/redoc/",
                "/admin/",
                "/v3/api-docs",
                "/v3/api-docs/",
                "/.well-known/jwks.json",
                "/.well-known/oauth-authorization-server",
                "/outbox/")) {
            assertThat(client().get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(client().get("/.well-known/oauth-authorization-server").text("issuer"))
                .isEqualTo(url());
        assertThat(client().get("/actuator/health/readiness").status()).isEqualTo(404);
    }

    @Test
    void theDescriptionOfTheApiHoldsBothSides() {
        Set<String> described =
                new HashSet<>(client().get("/v3/api-docs").json().path("paths").propertyNames());
        assertThat(described).contains("/api/users/login/", "/api/users/list/", "/api/admin/events/search/");
    }

    // C23
    @Test
    void theOutboxAsksForItsKeyAndRefusesAForeignName() throws IOException {
        assertThat(client().get("/outbox/latest?phone=%2B79130400004").status()).isEqualTo(403);
        assertThat(client().with("Outbox-Key", "another-outbox-key")
                        .get("/outbox/latest?phone=%2B79130400004")
                        .status())
                .isEqualTo(403);
        assertThat(raw("GET /outbox/ HTTP/1.1", "Host: rebound.example", "Outbox-Key: " + OUTBOX_KEY))
                .startsWith("HTTP/1.1 403");
        assertThat(raw(
                        "GET /outbox/ HTTP/1.1",
                        "Host: rebound.example",
                        "X-Forwarded-Host: 127.0.0.1",
                        "Outbox-Key: " + OUTBOX_KEY))
                .startsWith("HTTP/1.1 403");
    }

    // C16
    @Test
    void whereACallCameFromIsTheProxysWordAndNotTheClients() {
        Client liar = signedIn(client().with("X-Forwarded-For", "203.0.113.9"), "+79130400005");
        Awaitility.await().untilAsserted(() -> {
            String logins = liar.get("/api/users/me/logins/").body();
            assertThat(logins).contains("127.0.0.1").doesNotContain("203.0.113.9");
        });
    }

    @Test
    void whatTheProxyRefusesItselfIsAProblemDocumentToo() {
        Answer tooLarge = client().with("Accept-Language", "en").post("/api/users/login/", "x".repeat(17 << 20));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.header("Content-Type")).hasValue("application/problem+json");
        assertThat(tooLarge.text("code")).isEqualTo("body.too-large");
    }

    // R7
    @Test
    void aSideThatIsAwayIsAnsweredForAndTheOtherGoesOn() throws IOException {
        compose.stop("query-side");

        Answer away = client().with("Accept-Language", "en-GB").get("/api/users/me/");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Content-Type")).hasValue("application/problem+json");
        assertThat(away.header("Retry-After")).isPresent();
        assertThat(away.text("code")).isEqualTo("try-later");
        assertThat(away.text("title")).isEqualTo("Try again shortly");
        assertThat(away.text("request_id"))
                .isEqualTo(away.header("X-Request-Id").orElseThrow());
        Client person = signedIn("+79130400006");

        compose.start("query-side");
        Awaitility.await().until(() -> person.get("/api/users/me/").status() == 200);
    }

    @Test
    void eachSidesRoleTouchesWhatItMayAndNothingElse() {
        JdbcTemplate query = database(QUERY_ROLE, QUERY_PASSWORD);
        for (String readable : List.of(
                "event_store.domain_event",
                "command_state.session_access",
                "command_state.public_key",
                "command_state.avatar",
                "read_model.token_entry")) {
            query.queryForList("SELECT * FROM " + readable + " LIMIT 1");
        }
        for (String secret : List.of("phone_number", "delivery", "key", "session", "account", "idempotency")) {
            assertThatThrownBy(() -> query.queryForList("SELECT * FROM command_state." + secret))
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
        for (String change : List.of(
                "DELETE FROM event_store.domain_event",
                "UPDATE command_state.avatar SET current = false",
                "CREATE TABLE event_store.own (id int)",
                "CREATE TABLE public.own (id int)",
                "CREATE SCHEMA own")) {
            assertThatThrownBy(() -> query.execute(change)).rootCause().hasMessageContaining("permission denied");
        }
        JdbcTemplate command = database(COMMAND_ROLE, COMMAND_PASSWORD);
        assertThatThrownBy(() -> command.execute("DELETE FROM read_model.token_entry"))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> database(QUERY_ROLE, COMMAND_PASSWORD).queryForList("SELECT 1"))
                .isInstanceOf(CannotGetJdbcConnectionException.class);
        assertThatThrownBy(() -> database("postgres", COMMAND_PASSWORD).queryForList("SELECT 1"))
                .isInstanceOf(CannotGetJdbcConnectionException.class);
    }

    // T9, T10
    @Test
    void sessionsAreListedAndEndedAndABrowsersUseOfTheReadSideIsNoted() {
        Client browser = Client.withCookies(URI.create(url()));
        assertThat(browser.post("/api/users/login/", Map.of("phone", "+79130400008"))
                        .status())
                .isEqualTo(200);
        Answer code = client().with("Outbox-Key", OUTBOX_KEY).get("/outbox/latest?phone=%2B79130400008");
        Answer authorized =
                browser.put("/api/users/login/", Map.of("auth_code", code.body().strip()));
        assertThat(authorized.status()).as(authorized.body()).isEqualTo(200);
        Client signedIn = browser.with("X-CSRF-Token", csrf(authorized));
        UUID person = UUID.fromString(authorized.text("user_id"));
        JdbcTemplate command = database(COMMAND_ROLE, COMMAND_PASSWORD);
        command.update(
                "UPDATE command_state.session SET signed_in_at = signed_in_at - interval '2 minutes' WHERE account_id = ?",
                person);

        Awaitility.await().untilAsserted(() -> {
            Answer list = signedIn.get("/api/users/me/sessions/");
            assertThat(list.status()).as(list.body()).isEqualTo(200);
            assertThat(list.json().at("/items/0/way").asString()).isEqualTo("browser-session");
            assertThat(list.json().at("/items/0/current").asBoolean()).isTrue();
            assertThat(list.json().at("/items/0/address").asString()).isEqualTo("127.0.0.1");
            assertThat(command.queryForObject(
                            "SELECT count(*) FROM command_state.session"
                                    + " WHERE account_id = ? AND last_used_at > now() - interval '1 minute'",
                            Long.class,
                            person))
                    .isEqualTo(1);
        });

        assertThat(signedIn.delete("/api/users/me/sessions/").status()).isEqualTo(204);
        assertThat(signedIn.get("/api/users/me/sessions/").status()).isEqualTo(401);
    }

    private static String csrf(Answer signedIn) {
        return signedIn.headers().get("set-cookie").stream()
                .filter(line -> line.startsWith("ringkey_csrf="))
                .map(line -> line.substring("ringkey_csrf=".length(), line.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    // L1: the proxy's log holds neither numbers nor codes nor addresses.
    @Test
    void theProxysLogTellsNothingOfAnybody() throws IOException {
        signedIn("+79130400007");
        assertThat(Files.readString(compose.log("proxy")))
                .contains("/outbox/latest")
                .doesNotContain("79130400007")
                .doesNotContain("phone=");
    }

    private Client signedIn(String phone) {
        return signedIn(client(), phone);
    }

    private Client signedIn(Client client, String phone) {
        assertThat(client.post("/api/users/login/", Map.of("phone", phone)).status())
                .isEqualTo(200);
        Answer code = client.with("Outbox-Key", OUTBOX_KEY).get("/outbox/latest?phone=" + phone.replace("+", "%2B"));
        assertThat(code.status()).as(code.body()).isEqualTo(200);
        Answer token = client.post(
                "/api/users/token/",
                Map.of("phone", phone, "password", code.body().strip()));
        assertThat(token.status()).as(token.body()).isEqualTo(200);
        return client.as(token.text("access"));
    }

    /** A call that the usual client would not make. */
    private static String raw(String... head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String text = String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JdbcTemplate database(String role, String password) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {compose.port("database", 5432)});
        dataSource.setDatabaseName("ringkey");
        dataSource.setUser(role);
        dataSource.setPassword(password);
        return new JdbcTemplate(dataSource);
    }

    private static Client client() {
        return Client.of(URI.create(url()));
    }

    private static String url() {
        return "http://127.0.0.1:" + port;
    }
}
