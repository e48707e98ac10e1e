package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.Times;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import io.ringkey.standalone.support.Together;
import io.ringkey.standalone.support.TwoPrograms;
import io.ringkey.web.settings.WrittenKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Sessions and keys where two processes share a database. */
@Order(2)
class TwoProcessesTest {

    private static final int RANGE = 160;
    private static final String ADMIN = Person.phone(RANGE, 0);
    private static final String FIRST_MASTER_KEY = "5a".repeat(MasterKey.BYTES);
    private static final int ROUNDS = Integer.getInteger("ringkey.rounds", 200) < 1_000 ? 3 : 10;

    @TempDir
    private static Path directory;

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static Path masterKey;
    private static TwoPrograms programs;
    private static Client here;
    private static Client there;

    @BeforeAll
    static void start() throws IOException {
        masterKey = Files.writeString(directory.resolve("master.key"), FIRST_MASTER_KEY);
        programs = TwoPrograms.start(
                directory,
                Map.of(
                        "RINGKEY_ADMIN_PHONE",
                        ADMIN,
                        "RINGKEY_MASTER_KEY",
                        "",
                        "RINGKEY_MASTER_KEY_FILE",
                        masterKey.toString()));
        here = programs.clients().getFirst();
        there = programs.clients().getLast();
    }

    @AfterAll
    static void stop() {
        programs.close();
    }

    // T10, A6
    @Test
    void accessEndsEverywhereWithinASecond() {
        Client admin = Person.signIn(here, ADMIN).client();
        var all = new ArrayList<String>();
        all.add(ended("logout", person -> person.client().post("/api/users/logout/", Map.of())));
        all.add(ended(
                "ending one session",
                person -> person.client().delete("/api/users/me/sessions/" + claim(person.access(), "sid") + "/")));
        all.add(ended("ending all", person -> person.client().delete("/api/users/me/sessions/")));
        all.add(ended("a block", person -> admin.post("/api/admin/users/" + person.id() + "/block/", Map.of())));
        all.add(ended("deletion", person -> person.client().delete("/api/users/me/")));
        all.add(ended("reuse of a refresh token", person -> {
            String second = refreshed(here, person.refresh());
            refreshed(there, second);
            here.post("/api/users/token/refresh/", Map.of("refresh", person.refresh()));
        }));
        all.add(shown(
                "a new role",
                person -> admin.put("/api/admin/users/" + person.id() + "/role/", Map.of("role", "admin")),
                elsewhere -> elsewhere.get("/api/admin/projections/").status() == 200));
        all.add(shown(
                "a lost role",
                person -> {
                    String role = "/api/admin/users/" + person.id() + "/role/";
                    admin.put(role, Map.of("role", "admin"));
                    Awaitility.await()
                            .until(() -> person.client()
                                            .get("/api/admin/projections/")
                                            .status()
                                    == 200);
                    admin.put(role, Map.of("role", "moderator"));
                },
                elsewhere -> elsewhere.get("/api/admin/projections/").status() == 403));
        System.out.println("T10, on the other process, " + ROUNDS + " of each: " + String.join(", ", all));
    }

    // C4
    @Test
    void aHundredRightCodesAreOneSessionWithOnePair() {
        int rounds = ROUNDS < 10 ? 3 : 100;
        for (int round = 0; round < rounds; round++) {
            String phone = Person.phone(RANGE + 2, round);
            String code = Person.code(here, phone);
            List<Answer> answers = Together.of(
                    100,
                    number -> Together.whenServed(() -> (number % 2 == 0 ? here : there)
                            .post("/api/users/token/", Map.of("phone", phone, "password", code))));

            assertThat(answers).extracting(Answer::status).containsOnly(200, 401);
            List<Answer> pairs =
                    answers.stream().filter(answer -> answer.status() == 200).toList();
            assertThat(pairs).hasSize(1);
            assertThat(here.as(pairs.getFirst().text("access"))
                            .get("/api/users/me/sessions/")
                            .json()
                            .path("items"))
                    .hasSize(1);
        }
        System.out.printf("C4: %d times 100 right codes at two processes: 1 session with 1 pair each%n", rounds);
    }

    // C5
    @Test
    void ofTwoHundredWrongCodesThreeAreLookedAt() {
        Person admin = Person.signIn(here, ADMIN);
        for (int round = 0; round < ROUNDS; round++) {
            String phone = Person.phone(RANGE + 3, round);
            String code = Person.code(here, phone);
            String wrong = Person.wrong(code);
            List<Answer> answers = Together.of(
                    200,
                    number -> Together.whenServed(() -> (number % 2 == 0 ? here : there)
                            .post("/api/users/token/", Map.of("phone", phone, "password", wrong))));

            assertThat(answers).extracting(Answer::status).containsOnly(401);
            assertThat(admin.onRecord(phone, "verification.wrong-code-given")).isEqualTo(3);
            assertThat(there.post("/api/users/token/", Map.of("phone", phone, "password", code))
                            .status())
                    .isEqualTo(401);
        }
        System.out.printf("C5: %d times 200 wrong codes at two processes: 3 looked at each%n", ROUNDS);
    }

    // T5
    @Test
    void aHundredRefreshesAtOnceAreOneSuccessor() {
        for (int round = 0; round < ROUNDS; round++) {
            Person person = somebody();
            List<Answer> answers = Together.of(
                    100,
                    number -> Together.whenServed(() -> (number % 2 == 0 ? here : there)
                            .post("/api/users/token/refresh/", Map.of("refresh", person.refresh()))));

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            Set<String> successors = new HashSet<>();
            answers.forEach(answer -> successors.add(answer.text("refresh")));
            assertThat(successors).hasSize(1);
            assertThat(at(there, person).get("/api/users/me/").status())
                    .as("nobody is signed out")
                    .isEqualTo(200);
            refreshed(there, successors.iterator().next());
        }
        System.out.printf("T5: %d times 100 refreshes at two processes: 1 live successor each, 0 signed out%n", ROUNDS);
    }

    // T12
    @Test
    void keysAndTheMasterKeyRotateUnderLoadWithoutAnError() throws InterruptedException, IOException {
        var stopped = new AtomicBoolean();
        var calls = new AtomicInteger();
        List<String> errors = new CopyOnWriteArrayList<>();
        Set<String> signers = ConcurrentHashMap.newKeySet();
        Set<String> erased = ConcurrentHashMap.newKeySet();
        List<Thread> load = new ArrayList<>();
        for (int lane = 0; lane < 4; lane++) {
            load.add(Thread.startVirtualThread(() -> {
                while (!stopped.get()) {
                    try {
                        calls.addAndGet(roundOfALife(signers));
                        calls.addAndGet(endOfALife(erased));
                    } catch (RuntimeException | AssertionError failed) {
                        errors.add(String.valueOf(failed.getMessage()));
                    }
                }
            }));
        }
        Finished rotated = programs.first().run("rotate-keys", "--after", "PT5S");
        assertThat(rotated.exitCode()).as(rotated.output()).isZero();
        assertThat(rotated.output()).contains("code:", "cookie:", "refresh:", "token-signing:");
        int erasedBefore = erased.size();
        Finished wrapped = programs.first().run("rotate-master-key", "--after", "PT2S");
        assertThat(wrapped.exitCode()).as(wrapped.output()).isZero();
        assertThat(erased).as("some were erased meanwhile").hasSizeGreaterThan(erasedBefore);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> signers.containsAll(Set.of("token-signing-2 here", "token-signing-2 there")));
        int afterwards = calls.get() + 100;
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() >= afterwards);
        stopped.set(true);
        for (Thread lane : load) {
            lane.join();
        }

        assertThat(errors).isEmpty();
        assertThat(here.get("/.well-known/jwks.json").body()).contains("token-signing-1", "token-signing-2");
        System.out.printf("T12: %d calls at two processes while the keys rotate, 0 errors%n", calls.get());
        List<MasterKey> keys = WrittenKeys.parse(Files.readString(masterKey)).bytes().stream()
                .map(MasterKey::new)
                .toList();
        assertThat(keys).hasSize(2);
        assertThat(opened(keys.getFirst())).isEqualTo(rows());
        assertThat(opened(keys.getLast())).as("by the old key alone").isZero();
        assertThat(keysOf(erased)).as("of whom were erased").isZero();

        Finished forgotten = programs.first().run("rotate-master-key", "--forget-old");
        assertThat(forgotten.exitCode()).as(forgotten.output()).isZero();
        assertThat(WrittenKeys.parse(Files.readString(masterKey)).bytes()).hasSize(1);
        roundOfALife(signers);
        assertThat(opened(keys.getFirst())).isEqualTo(rows());
        var withTheOldOne = new HashMap<>(programs.settings());
        withTheOldOne.putAll(Map.of("RINGKEY_MASTER_KEY", FIRST_MASTER_KEY, "RINGKEY_MASTER_KEY_FILE", ""));
        Finished refused = RunningProgram.refusal(Files.createDirectory(directory.resolve("third")), withTheOldOne);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output())
                .contains("does not hold the key (" + keys.getFirst().id())
                .doesNotContain("\tat ", "Exception");
    }

    /** How many of the wrapped keys in the database a master key opens. */
    private static long opened(MasterKey key) {
        return wrappedKeys((place, wrapped) ->
                key.unwrap(wrapped, place.getBytes(StandardCharsets.UTF_8)).isPresent());
    }

    private static long rows() {
        return wrappedKeys((place, wrapped) -> true);
    }

    private static long wrappedKeys(BiPredicate<String, byte[]> wanted) {
        return programs
                .database()
                .query(
                        "SELECT 'subject-' || subject AS place, wrapped FROM event_store.subject_key"
                                + " WHERE wrapped IS NOT NULL"
                                + " UNION ALL SELECT purpose || '-' || key_id, wrapped FROM command_state.key",
                        (row, number) -> wanted.test(row.getString("place"), row.getBytes("wrapped")))
                .stream()
                .filter(Boolean::booleanValue)
                .count();
    }

    private static long keysOf(Set<String> people) {
        return programs
                .database()
                .queryForList(
                        "SELECT owner::text FROM event_store.subject_key WHERE wrapped IS NOT NULL AND owner IS NOT NULL",
                        String.class)
                .stream()
                .filter(people::contains)
                .count();
    }

    /** Signs in at one process and leaves at the other. */
    private static int endOfALife(Set<String> erased) {
        Person person = somebody();
        Answer gone = at(there, person).delete("/api/users/me/");
        assertThat(gone.status()).as(gone.toString()).isEqualTo(204);
        erased.add(person.id());
        return 3;
    }

    /** Signs in at one process, is known at the other, refreshes there, comes back. */
    private static int roundOfALife(Set<String> signers) {
        Person person = somebody();
        Answer profile =
                at(there, person).with("X-Wait-For-Position", person.position()).get("/api/users/me/");
        assertThat(profile.status()).as(profile.toString()).isEqualTo(200);
        Answer refreshed = there.post("/api/users/token/refresh/", Map.of("refresh", person.refresh()));
        assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(200);
        Answer again = here.as(refreshed.text("access")).get("/api/users/me/sessions/");
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        refreshed(here, refreshed.text("refresh"));
        signers.add(header(person.access(), "kid") + " here");
        signers.add(header(refreshed.text("access"), "kid") + " there");
        return 6;
    }

    @Test
    void rotateKeysRefusesWhatItDoesNotKnow() {
        for (String[] wrong : new String[][] {
            {"rotate-keys", "phone-hash"}, {"rotate-keys", "everything"}, {"rotate-keys", "--after", "PT1S"}
        }) {
            Finished refused = programs.first().run(wrong);
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
        }
    }

    private static String ended(String how, Consumer<Person> end) {
        return shown(how, end, elsewhere -> {
            int status = elsewhere.get("/api/users/me/").status();
            return status == 401 || status == 403;
        });
    }

    /** How long after the one process's answer it shows at the other. */
    private static String shown(String how, Consumer<Person> done, Predicate<Client> shows) {
        var millis = new double[ROUNDS];
        for (int number = 0; number < ROUNDS; number++) {
            Person person = somebody();
            Client elsewhere = at(there, person);
            assertThat(elsewhere.get("/api/users/me/").status()).isEqualTo(200);
            done.accept(person);
            long from = System.nanoTime();
            Awaitility.await().pollDelay(Duration.ZERO).until(() -> shows.test(elsewhere));
            millis[number] = (System.nanoTime() - from) / 1e6;
        }
        var times = Times.of(millis);
        assertThat(times.slowerThan(1_000)).as("%s: %s", how, times).isFalse();
        return how + " " + times;
    }

    private static Person somebody() {
        return Person.signIn(here, Person.phone(RANGE + 1, NUMBERS.incrementAndGet()));
    }

    private static Client at(Client process, Person person) {
        return process.as(person.access());
    }

    private static String refreshed(Client process, String token) {
        Answer answer = process.post("/api/users/token/refresh/", Map.of("refresh", token));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.text("refresh");
    }

    private static String header(String token, String member) {
        return json(token, 0, member);
    }

    private static String claim(String token, String member) {
        return json(token, 1, member);
    }

    private static String json(String token, int part, String member) {
        byte[] decoded = Base64.getUrlDecoder().decode(token.split("\\.")[part]);
        return JsonMapper.shared()
                .readTree(new String(decoded, StandardCharsets.UTF_8))
                .get(member)
                .asString();
    }
}
