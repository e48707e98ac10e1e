package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.Together;
import io.ringkey.standalone.surface.ApiOperations.ApiOperation;
import io.ringkey.standalone.surface.Fuzzer.Caller;
import io.ringkey.standalone.surface.Fuzzer.Shot;
import io.ringkey.standalone.surface.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Thousands of requests that nobody in good faith sends, to every endpoint that the running program describes, by nobody,
 * a user, a moderator and an admin. {@code -Dringkey.fuzz=100000} for the long form, {@code -Dringkey.fuzz.seed=…} to
 * have the same ones again.
 */
class HostileRequestsTest {

    private static final int REQUESTS = Integer.getInteger("ringkey.fuzz", 5_000);
    private static final long SEED = Long.getLong("ringkey.fuzz.seed", 20260602L);
    private static final int LANES = 4;
    private static final int LARGE = 60_000;
    private static final int SHOWN = 12;

    private static final String ADMIN = "+79130000001";
    private static final int RANGE = 120;

    private static final Pattern LISTED = Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z.-]+)`");
    private static final Pattern TOLD_TOO_MUCH = Pattern.compile(
            "Exception|\\tat |org\\.|jakarta\\.|java\\.|io\\.ringkey|SQL|SELECT |INSERT |UPDATE |(?i)tomcat|axon|postgres");
    /** What goes on record although, or because, it was refused: the search for an attacker begins here. */
    private static final Set<String> REFUSALS_ON_RECORD = Set.of(
            "limit.refused",
            "limit.refusals-counted",
            "verification.wrong-code-given",
            "verification.sign-in-refused",
            "session.refresh-token-reused");

    /** Kinds of faults, each with one that was seen; and how many there were. */
    private final Map<String, String> faults = new ConcurrentSkipListMap<>();

    private final AtomicInteger faulty = new AtomicInteger();
    private final AtomicIntegerArray statuses = new AtomicIntegerArray(REQUESTS);

    @TempDir
    private Path directory;

    // L2
    @Test
    void breakNothingChangeNothingAndLearnNothing() throws IOException {
        Map<String, String> settings = ProgramDatabase.with(Map.of(
                "RINGKEY_SMS_SENDER", "echo",
                "RINGKEY_LIMITS", "off",
                "RINGKEY_ACCESS_TTL", "PT12H",
                "RINGKEY_ADMIN_PHONE", ADMIN));
        try (RunningProgram program = RunningProgram.start(directory, settings)) {
            Client client = Client.of(program.url());
            Person admin = Person.signIn(client, ADMIN);
            List<Person> bystanders = people(client, 0, 5);
            Map<String, JsonNode> before = profiles(admin, bystanders);
            List<ApiOperation> operations = ApiOperations.of(client);
            var fuzzer = new Fuzzer(SEED, operations, callers(client, admin, bystanders));
            var http = new RawHttp(program.url());
            Map<Integer, Set<String>> listed = listedCodes();

            long began = System.nanoTime();
            Together.inLanes(LANES, REQUESTS, number -> {
                Shot shot = fuzzer.shot(number);
                Answer answer = http.send(shot.request());
                statuses.set(number, answer.status());
                judge(shot, answer, listed);
            });
            long seconds = (System.nanoTime() - began) / 1_000_000_000L;

            judgeEvents(ProgramDatabase.of(settings));
            assertThat(profiles(admin, bystanders)).isEqualTo(before);
            assertThat(program.alive()).isTrue();
            judgeLog(program.output());
            System.out.printf(
                    "%d requests (seed %d) to %d operations in %d s: %s%n",
                    REQUESTS, SEED, operations.size(), seconds, tally());
            assertThat(faults.values())
                    .as("%d faults of %d kinds, seed %d", faulty.get(), faults.size(), SEED)
                    .isEmpty();
        }
    }

    private static List<Person> people(Client client, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> Person.signIn(client, Person.phone(RANGE, number)))
                .toList();
    }

    private static List<Caller> callers(Client client, Person admin, List<Person> bystanders) {
        List<Person> more = people(client, 100, 6);
        Person moderator = more.getFirst();
        Client asAdmin = admin.client();
        assertThat(asAdmin.put("/api/admin/users/" + moderator.id() + "/role/", Map.of("role", "moderator"))
                        .status())
                .isEqualTo(204);
        List<String> ids = bystanders.stream().map(Person::id).toList();
        // An admin may well change others, so theirs are people whom nobody counts.
        List<String> victims = more.subList(2, 6).stream().map(Person::id).toList();
        return List.of(
                new Caller("nobody", null, ids),
                new Caller("user", more.get(1), ids),
                new Caller("moderator", moderator, ids),
                new Caller("admin", admin, victims));
    }

    private static Map<String, JsonNode> profiles(Person admin, List<Person> people) {
        return people.stream()
                .collect(Collectors.toMap(
                        Person::id,
                        person -> admin.client()
                                .get("/api/users/" + person.id() + "/")
                                .json()));
    }

    private void judge(Shot shot, Answer answer, Map<Integer, Set<String>> listed) {
        int status = answer.status();
        boolean large = shot.request().bodyLength() > LARGE;
        if (status == 0) {
            require(large || shot.brokenHead(), "an answer", shot, answer);
            return;
        }
        require(
                status < 500
                        || status == 501
                                && "not-yet".equals(answer.json().path("code").asString()),
                "no 5xx",
                shot,
                answer);
        require(
                answer.header("Server") == null && answer.header("X-Powered-By") == null,
                "no server named",
                shot,
                answer);
        require(answer.header(Hostile.INJECTED) == null, "no injected header", shot, answer);
        require("nosniff".equals(answer.header("X-Content-Type-Options")), "nosniff", shot, answer);
        if (status < 300
                && shot.namesAnother()
                && !shot.method().equals("OPTIONS")
                && Set.of("nobody", "user").contains(shot.caller().role())) {
            require(false, "nothing of another's (A4)", shot, answer);
        }
        if (status >= 400 && !shot.method().equals("HEAD")) {
            require(!TOLD_TOO_MUCH.matcher(answer.body()).find(), "nothing of the inside", shot, answer);
            boolean page = "text/html;charset=UTF-8".equals(answer.header("Content-Type"))
                    && (shot.target().contains("/admin") || shot.target().contains("/outbox"));
            require(page || answer.isProblem(), "a problem document", shot, answer);
            require(
                    page
                            || listed.getOrDefault(status, Set.of())
                                    .contains(answer.json().path("code").asString()),
                    "a listed code",
                    shot,
                    answer);
        }
    }

    private void require(boolean fine, String what, Shot shot, Answer answer) {
        if (!fine) {
            fault(
                    what + " " + answer.status(),
                    "expected %s for request %d by %s%n%s%n-->%n%s%n"
                            .formatted(what, shot.number(), shot.caller().role(), shot.request(), answer));
        }
    }

    private void fault(String kind, String example) {
        faults.putIfAbsent(kind, example);
        faulty.incrementAndGet();
    }

    /** Each event names the call that made it; a call that was refused makes none but the record of its refusal. */
    private void judgeEvents(JdbcTemplate database) {
        database.query(
                """
                        SELECT payload_type, convert_from(meta_data, 'UTF8')::jsonb ->> 'request_id'
                          FROM event_store.domain_event
                         WHERE convert_from(meta_data, 'UTF8')::jsonb ->> 'request_id' LIKE 'fuzz-%'
                        """,
                row -> {
                    String type = row.getString(1);
                    int number = Integer.parseInt(row.getString(2).substring("fuzz-".length()));
                    int status = statuses.get(number);
                    if ((status < 200 || status > 299) && !REFUSALS_ON_RECORD.contains(type)) {
                        fault("event " + type, "request " + number + " was answered " + status + " and made " + type);
                    }
                });
    }

    // L1
    private void judgeLog(String log) {
        List<String> strange = LogLines.forged(log, "text").limit(SHOWN).toList();
        strange.forEach(line -> fault(line, "a line of the log that is none: " + line));
        log.lines()
                .filter(line -> line.contains(" ERROR "))
                .limit(SHOWN)
                .forEach(line -> fault(line, "logged: " + line));
    }

    private static Map<Integer, Set<String>> listedCodes() throws IOException {
        var codes = new HashMap<Integer, Set<String>>();
        var rows = LISTED.matcher(Files.readString(Checkout.root().resolve("docs/errors.md")));
        while (rows.find()) {
            codes.computeIfAbsent(Integer.valueOf(rows.group(1)), status -> new java.util.HashSet<>())
                    .add(rows.group(2));
        }
        return codes;
    }

    private String tally() {
        var counts = new java.util.TreeMap<Integer, Integer>();
        for (int number = 0; number < REQUESTS; number++) {
            counts.merge(statuses.get(number), 1, Integer::sum);
        }
        List<String> shown = new ArrayList<>();
        counts.forEach((status, count) -> shown.add((status == 0 ? "no answer" : status) + " × " + count));
        return String.join(", ", shown);
    }
}
