package io.ringkey.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

// Whoever captures takes the whole process's output: two at once would give back each other's.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@ExtendWith(OutputCaptureExtension.class)
class EveryFailureIsAProblemTest {

    private static final Pattern REVEALING = Pattern.compile(
            "(?i)exception|\\bat io\\.|java\\.|springframework|tomcat|sql|jackson|SampleController|<html");

    private final Sample sample = Sample.running();

    @Test
    void saysWhatAProgramAndAPersonNeed() {
        var answer = sample.post("/api/fail/wrong-code", "{}", "X-Request-Id", "abc-1", "Accept-Language", "en");

        assertThat(answer.problem()).isEqualTo("401 code.wrong");
        assertThat(answer.json().toString())
                .isEqualTo("{\"type\":\"/errors/code.wrong\",\"title\":\"Wrong code\",\"status\":401,"
                        + "\"detail\":\"This code is wrong, or can no longer be used. Check it, or ask for a new one.\","
                        + "\"code\":\"code.wrong\",\"request_id\":\"abc-1\",\"attempts_left\":2}");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @CsvSource({
        "ru, Неверный код", "'en-GB,en;q=0.9,ru;q=0.1', Wrong code", "'fr,ru;q=0.5', Неверный код",
        "fr, Wrong code", "'*', Wrong code", "';;q=', Wrong code"
    })
    void speaksTheCallersLanguageElseItsOwn(String acceptLanguage, String title) {
        var answer = sample.post("/api/fail/wrong-code", "{}", "Accept-Language", acceptLanguage);

        assertThat(answer.json().path("title").asString()).isEqualTo(title);
    }

    @Test
    void namesBadFieldsInTheCallersLanguage() {
        var answer = sample.post("/api/fail/wrapped", "{}", "Accept-Language", "ru");

        assertThat(answer.problem()).isEqualTo("400 field.invalid");
        assertThat(answer.json().path("errors").toString())
                .contains("\"city\"", "\"code\":\"too-long\"", "\"message\":\"Слишком длинное значение.\"");
    }

    @Test
    void roundsRetryAfterUp() {
        assertThat(sample.post("/api/fail/limit", "{}").header("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "no-transaction", "axon-wrapped", "slow"})
    void asksToTryLaterWhenTheDatabaseIsAway(String how) {
        var answer = sample.post("/api/fail/" + how, "{}");

        assertThat(answer.problem()).isEqualTo("503 try-later");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertRevealsNothing(answer);
    }

    @Test
    void blamesTextThatNoDatabaseCanHoldOnTheClient() {
        assertThat(sample.post("/api/fail/nul", "{}").problem()).isEqualTo("400 body.unreadable");
    }

    @Test // L1, L2
    void revealsNothingOfWhatWentWrongAndLogsItOnceUnderTheRequestId(CapturedOutput output) {
        var answer = sample.post("/api/fail/anyhow", "{}", "X-Request-Id", "call-4711");

        assertThat(answer.problem()).isEqualTo("500 internal");
        assertThat(answer.json().path("request_id").asString()).isEqualTo("call-4711");
        assertRevealsNothing(answer);
        assertThat(output.getOut().lines().filter(line -> line.contains("call-4711")))
                .singleElement()
                .asString()
                .contains("IllegalStateException", "SampleController")
                .doesNotContain("79136740000", "a@b.ru");
        assertThat(output.getOut()).doesNotContainPattern("(?m)^2026 forged line");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing, 404 not-found",
        "GET, /, 404 not-found",
        "GET, /error, 404 not-found",
        "GET, /api/../etc/passwd, 400 body.unreadable",
        "GET, /api/open%00, 400 body.unreadable",
        "GET, /api//open, 400 body.unreadable",
        "GET, /api/open;a=b, 400 body.unreadable",
        "GET, /api/number?n=%00, 400 body.unreadable",
        "GET, /api/number?n=x, 400 field.invalid",
        "GET, /api/number, 400 field.invalid",
        "GET, /api/number?n=%ff, 400 body.unreadable",
        "GET, /api/users/%ff, 400 body.unreadable",
        "DELETE, /api/open, 405 method.not-allowed",
        "PROPFIND, /api/open, 400 body.unreadable",
    })
    void answersWhatReachesNoHandler(String method, String path, String problem) {
        var answer = sample.call(method, path, null);

        assertThat(answer.problem()).isEqualTo(problem);
        assertRevealsNothing(answer);
    }

    @Test
    void namesTheQueryParameterToBlame() {
        assertThat(sample.get("/api/number?n=x").error("n")).isEqualTo("type.wrong");
        assertThat(sample.get("/api/number").error("n")).isEqualTo("required");
    }

    @Test
    void namesEachOfTheParametersToBlameThatAreTakenTogether() {
        var answer = sample.get("/api/sum?first=x&second=%20");

        assertThat(answer.problem()).isEqualTo("400 field.invalid");
        assertThat(answer.error("first")).isEqualTo("type.wrong");
        assertThat(answer.error("second")).isEqualTo("type.wrong");
        assertThat(sample.get("/api/sum?first=1&second=2").body()).isEqualTo("3");
    }

    @Test // L2
    void blamesParametersThatNobodyCanReadOnTheClient() {
        assertThat(sample.sendRaw("GET /api/number?n=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("internal");
        assertThat(sample.get("/api/number?n=1" + "&a=1".repeat(300)).status()).isEqualTo(400);
        assertThat(form("x".repeat(70_000)).problem()).isEqualTo("413 body.too-large");
        assertThat(form("%zz").status()).isEqualTo(400);
        assertThat(form("abc").body()).isEqualTo("3");
    }

    private Answer form(String text) {
        return sample.post("/api/form", "text=" + text, "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void saysWhichMethodsThereAre() {
        assertThat(sample.call("DELETE", "/api/open", null).header("Allow")).contains("GET");
    }

    @Test
    void answersInItsOwnFormatWhateverTheCallerAccepts() {
        assertThat(sample.get("/api/list", "Accept", "image/png").problem()).isEqualTo("406 not-acceptable");
        assertThat(sample.get("/api/list", "Accept", "nonsense").problem()).isEqualTo("406 not-acceptable");
        assertThat(sample.get("/api/nothing", "Accept", "text/html").problem()).isEqualTo("404 not-found");
    }

    @ParameterizedTest // L2
    @ValueSource(strings = {"application/xml", "image/png;q=1", "nonsense"})
    void doesNothingForACallerWhoWouldNotTakeTheAnswer(String accepted) {
        var token = sample.bearer(Role.USER);
        long before = order(token, "application/json").json().path("number").asLong();

        assertThat(order(token, accepted).problem()).isEqualTo("406 not-acceptable");

        assertThat(order(token, "text/html, */*;q=0.1").json().path("number").asLong())
                .isEqualTo(before + 1);
    }

    private Answer order(String token, String accepted) {
        return sample.post("/api/orders", "{}", "Authorization", token, "Accept", accepted);
    }

    @Test // L1, L2
    void logsNothingOfAFormThatNobodyAskedFor(CapturedOutput output) {
        var answer = sample.put("/api/upload", "a=%zz&b=%00", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(answer.problem()).isEqualTo("415 media-type.unsupported");
        assertThat(output.getOut()).doesNotContain("threw exception");
    }

    @ParameterizedTest // L2
    @ValueSource(strings = {"x\r\n{}\r\n0\r\n\r\n", "-1\r\n{}", "ffffffffffffffffff\r\n{}", "2\r\n{}x"})
    void refusesBodiesInBrokenPieces(String pieces) {
        var answer = sample.sendRaw("POST /api/body HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("body.unreadable", "nosniff");
    }

    @Test // L2
    void tellsAClientThatStoppedSendingAndStillListens() throws Exception {
        try (var socket = new Socket("127.0.0.1", sample.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("POST /api/body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n5\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("body.unreadable", "nosniff");
        }
    }

    @Test
    void refusesOtherMediaTypes() {
        assertThat(sample.post("/api/body", "a=b", "Content-Type", "text/plain").problem())
                .isEqualTo("415 media-type.unsupported");
        assertThat(sample.post("/api/body", "a=b", "Content-Type", "application/x-www-form-urlencoded")
                        .problem())
                .isEqualTo("415 media-type.unsupported");
        assertThat(sample.post("/api/body", "a=b", "Content-Type", "nonsense").problem())
                .isEqualTo("415 media-type.unsupported");
    }

    @Test
    void refusesUploadsThatAreTooLarge() {
        assertThat(upload(5 * 1024 * 1024).status()).isEqualTo(200);
        assertThat(upload(5 * 1024 * 1024 + 1).problem()).isEqualTo("413 body.too-large");
        assertThat(upload(9 * 1024 * 1024).problem()).isEqualTo("413 body.too-large");
    }

    @Test
    void refusesBrokenUploads() {
        var answer = sample.put("/api/upload", "--x\r\nnonsense", "Content-Type", "multipart/form-data; boundary=x");

        assertThat(answer.problem()).startsWith("400 ");
        assertRevealsNothing(answer);
        assertThat(sample.put("/api/upload", "nonsense", "Content-Type", "multipart/form-data")
                        .problem())
                .isEqualTo("400 body.unreadable");
    }

    @ParameterizedTest // L2
    @ValueSource(
            strings = {
                "GET /api/open HTTP/1.1\r\n\r\n",
                "GET / <script> HTTP/1.1\r\nHost: a\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /api/open HTTP/1.1\r\nHost: a\r\nBad Header: x\r\nNo colon\r\n\r\n",
                "GET /api/open HTTP/9.9\r\nHost: a\r\n\r\n",
                "POST /api/body HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /api/body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
            })
    void saysNothingOfTheServerToRequestsThatAreNoHttp(String bytes) {
        var answer = sample.sendRaw(bytes);

        assertThat(answer).matches("(?s)HTTP/1.1 (400|404).*");
        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Cache-Control: no-store");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("tomcat", "<html", "exception", "server:");
    }

    @Test // L2
    void saysNothingOfTheServerToHeadersThatAreTooLarge() {
        var answer = sample.get("/api/open", "X-Long", "x".repeat(20_000));

        assertThat(answer.status()).isEqualTo(400);
        assertRevealsNothing(answer);
    }

    @Test
    void saysNothingWhenTheClientHasGone(CapturedOutput output) throws Exception {
        try (var socket = new Socket("127.0.0.1", sample.port())) {
            socket.getOutputStream()
                    .write(("POST /api/body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                    + "X-Request-Id: gone-1\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.setSoLinger(true, 0);
        }
        for (int n = 0; n < 20; n++) {
            sample.get("/api/open");
        }

        assertThat(output.getOut()).doesNotContain("gone-1").doesNotContain("A call failed");
    }

    @Test // L2
    void asksForATokenBeforeItSaysAnythingElse() {
        assertThat(sample.get("/api/users/nonsense").problem()).isEqualTo("401 token.invalid");
        assertThat(sample.get("/api/users/nonsense", "Authorization", sample.bearer(Role.ADMIN))
                        .problem())
                .isEqualTo("404 not-found");
    }

    private Answer upload(int size) {
        var head = "--x\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n";
        return sample.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.port() + "/api/upload"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .PUT(BodyPublishers.ofString(head + "x".repeat(size) + "\r\n--x--\r\n"))
                .build());
    }

    private static void assertRevealsNothing(Answer answer) {
        assertThat(REVEALING.matcher(answer.body()).find()).as(answer.body()).isFalse();
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }
}
