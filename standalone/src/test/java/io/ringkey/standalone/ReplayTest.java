package io.ringkey.standalone;

import static io.ringkey.standalone.support.ProfileFold.profilesFolded;
import static io.ringkey.standalone.support.ProfileFold.profilesReadModel;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.SmsGateway;
import io.ringkey.standalone.support.Together;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The read models are a fold of the record: after much has happened, and again after a full replay. */
class ReplayTest {

    private static final int SIGN_INS = Integer.getInteger("ringkey.sign-ins", 200);
    private static final int AT_ONCE = 8;
    private static final int LANES = 5;
    /** Of so many who come in a lane one leaves at once, and as many later. */
    private static final int ONE_IN = 20;

    private static final String ADMIN = "+79130000003";

    /** Of whom a tenth leave. */
    private static final int PEOPLE = Integer.getInteger("ringkey.people", 200);

    private static final List<String> VIEWS = List.of("profiles", "logins", "sessions", "figures");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private static Path directory;

    private static SmsGateway gateway;
    private static Map<String, String> settings;
    private static RunningProgram program;
    private static JdbcTemplate database;

    @BeforeAll
    static void start() {
        gateway = SmsGateway.start();
        var sending = new HashMap<>(gateway.settings());
        sending.putAll(Map.of("RINGKEY_LIMITS", "off", "RINGKEY_ADMIN_PHONE", ADMIN, "RINGKEY_ACCESS_TTL", "PT4H"));
        settings = ProgramDatabase.with(sending);
        program = RunningProgram.start(directory, settings);
        database = ProgramDatabase.of(settings);
    }

    @AfterAll
    static void stop() {
        program.close();
        gateway.close();
    }

    // R2, R3
    @Test
    void afterManySignInsAReplayGivesTheSameRowsAndSendsNothing() throws InterruptedException {
        Client client = Client.of(program.url());
        int sentAtFirst = gateway.sent();
        signInMany(client);
        Person admin = gateway.signIn(client, ADMIN);
        awaitCaughtUp(admin);
        int sentBefore = gateway.sent();
        assertThat(sentBefore - sentAtFirst).isGreaterThanOrEqualTo(SIGN_INS);
        assertThat(profilesReadModel(database)).isEqualTo(profilesFolded(database, settings));
        List<Map<String, Object>> loginsBefore = logins(database);
        assertThat(loginsBefore).hasSizeGreaterThanOrEqualTo(SIGN_INS * 3);
        List<Map<String, Object>> sessionsBefore = sessions(database);
        assertThat(sessionsBefore).isNotEmpty();

        replay(admin);

        assertThat(profilesReadModel(database)).isEqualTo(profilesFolded(database, settings));
        assertThat(logins(database)).isEqualTo(loginsBefore);
        assertThat(sessions(database)).isEqualTo(sessionsBefore);
        TimeUnit.SECONDS.sleep(2);
        assertThat(gateway.sent()).isEqualTo(sentBefore);
    }

    // D3
    @Test
    void erasingOneInTenUnderLoadAndDuringReplaysTakesThemAloneAndLeavesTheCounts() throws InterruptedException {
        Person admin = gateway.signIn(Client.of(program.url()), ADMIN);
        long began = System.nanoTime();
        List<Lane> lanes = Together.of(LANES, Lane::new);
        var replays = new AtomicInteger();
        Together.of(LANES, lane -> {
            for (int person = 0; person < PEOPLE / LANES; person++) {
                lanes.get(lane).somebodyComes();
                if (person % ONE_IN == ONE_IN / 2) {
                    lanes.get(lane).somebodyLeaves();
                }
            }
            return lane;
        });
        long come = System.nanoTime();
        int leftUnderLoad = lanes.stream().mapToInt(lane -> lane.left.size()).sum();
        var leaving = new CountDownLatch(LANES);
        Thread replaying = Thread.startVirtualThread(() -> {
            do {
                replay(admin);
                replays.incrementAndGet();
            } while (leaving.getCount() > 0);
        });
        Together.of(LANES, lane -> {
            for (int person = 0; person < PEOPLE / LANES / ONE_IN; person++) {
                lanes.get(lane).somebodyLeaves();
                lanes.get(lane).somebodyChanges();
                lanes.get(lane).somebodyComesBack();
            }
            leaving.countDown();
            return lane;
        });
        replaying.join();
        awaitCaughtUp(admin);
        List<String> left = lanes.stream().flatMap(lane -> lane.left.stream()).toList();
        System.out.printf(
                "D3: %d people in %d s, %d of them left under load, %d during %d replays of all views in %d s;"
                        + " %d events, failed calls: %d%n",
                PEOPLE,
                Duration.ofNanos(come - began).toSeconds(),
                leftUnderLoad,
                left.size() - leftUnderLoad,
                replays.get(),
                Duration.ofNanos(System.nanoTime() - come).toSeconds(),
                database.queryForObject("SELECT count(*) FROM event_store.domain_event", Long.class),
                lanes.stream().mapToInt(lane -> lane.failures.size()).sum());

        assertThat(lanes.stream().flatMap(lane -> lane.failures.stream())).isEmpty();
        assertThat(replays).hasPositiveValue();
        assertThat(left).hasSize(PEOPLE / LANES / ONE_IN * LANES * 2);
        var shown = profilesReadModel(database);
        assertThat(shown).isEqualTo(profilesFolded(database, settings)).doesNotContainKeys(left.toArray(String[]::new));
        lanes.forEach(lane -> lane.here.forEach(person -> assertThat(shown.get(person.id()))
                .as("how many they brought, whoever of them left")
                .endsWith("|" + lane.brought.getOrDefault(person.id(), 0))));
        String ofThoseWhoLeft = String.join("','", left);
        assertThat(count("read_model.profile WHERE erased AND num_nulls(phone, email, city, telegram_id, avatar) = 5"
                        + " AND account_id IN ('" + ofThoseWhoLeft + "')"))
                .isEqualTo(left.size());
        assertThat(count("read_model.login_entry WHERE num_nonnulls(address, user_agent) > 0 AND account_id IN ('"
                        + ofThoseWhoLeft + "')"))
                .isZero();
        assertThat(count("event_store.subject_key WHERE wrapped IS NOT NULL AND owner IN ('" + ofThoseWhoLeft + "')"))
                .isZero();
        assertThat(count("read_model.dead_letter") + count("command_state.dead_letter"))
                .isZero();
        assertThat(program.output()).doesNotContain(" ERROR ");
        List<Map<String, Object>> loginsBefore = logins(database);
        List<Map<String, Object>> sessionsBefore = sessions(database);
        replay(admin);
        assertThat(profilesReadModel(database)).isEqualTo(shown);
        assertThat(logins(database)).isEqualTo(loginsBefore);
        assertThat(sessions(database)).isEqualTo(sessionsBefore);
    }

    private static long count(String rows) {
        return database.queryForObject("SELECT count(*) FROM " + rows, Long.class);
    }

    private static void replay(Person admin) {
        for (String projection : VIEWS) {
            Answer started = admin.client().post("/api/admin/projections/" + projection + "/replay/", Map.of());
            assertThat(started.status()).as(started.toString()).isEqualTo(202);
        }
        awaitCaughtUp(admin);
        for (String projection : VIEWS) {
            Answer progress = admin.client().get("/api/admin/projections/" + projection + "/replay/");
            assertThat(progress.text("state")).as(progress.toString()).isEqualTo("finished");
        }
    }

    /** People who come and go one after another, and what became of them. */
    private static final class Lane {

        private final int number;
        private final Random random;
        private final Client client = Client.of(program.url());
        private final List<Person> here = new ArrayList<>();
        private final Map<String, String> codes = new HashMap<>();
        private final Map<String, Integer> brought = new HashMap<>();
        private final List<String> left = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int numbers;

        Lane(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        void somebodyComes() {
            Person person = gateway.signIn(client, Person.phone(800 + number, numbers++));
            Answer profile = Together.whenServed(() -> person.client()
                    .with("X-Wait-For-Position", person.position())
                    .get("/api/users/me/"));
            codes.put(person.id(), Objects.requireNonNull(profile.text("invite_code"), profile::toString));
            var changes = new HashMap<String, String>(Map.of("city", "Город " + numbers % 7));
            Person inviter = here.isEmpty() || numbers % 3 == 0 ? null : anybody();
            if (inviter != null) {
                changes.put("referral_code", codes.get(inviter.id()));
            }
            if (is(200, person.client().send("PATCH", "/api/users/me/", changes)) && inviter != null) {
                brought.merge(inviter.id(), 1, Integer::sum);
            }
            here.add(person);
        }

        void somebodyLeaves() {
            Person person = here.remove(random.nextInt(here.size()));
            if (is(204, person.client().delete("/api/users/me/"))) {
                left.add(person.id());
            }
        }

        void somebodyChanges() {
            is(200, anybody().client().send("PATCH", "/api/users/me/", Map.of("city", "Город " + random.nextInt(9))));
        }

        void somebodyComesBack() {
            Person person = anybody();
            if (!gateway.signIn(client, person.phone()).id().equals(person.id())) {
                failures.add("somebody else came back");
            }
        }

        private Person anybody() {
            return here.get(random.nextInt(here.size()));
        }

        private boolean is(int expected, Answer answer) {
            if (answer.status() != expected) {
                failures.add(answer.toString());
            }
            return answer.status() == expected;
        }
    }

    private void signInMany(Client client) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < AT_ONCE; thread++) {
            threads.add(Thread.startVirtualThread(() -> {
                String lastInvite = null;
                for (int mine = next.getAndIncrement(); mine < SIGN_INS; mine = next.getAndIncrement()) {
                    Person person = gateway.signIn(client, Person.phone(900 + mine / 10_000, mine % 1_700));
                    var changes = new HashMap<String, String>(Map.of("city", "Город " + mine % 7));
                    if (lastInvite != null && mine % 3 == 0 && person.profile().text("referral_code") == null) {
                        changes.put("referral_code", lastInvite);
                    }
                    Answer changed = person.client().send("PATCH", "/api/users/me/", changes);
                    if (changed.status() != 200 && changed.status() != 422) {
                        throw new IllegalStateException(changed.toString());
                    }
                    lastInvite = person.inviteCode();
                    if (mine % 100 == 99) {
                        person.client().delete("/api/users/me/");
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(next.get()).isGreaterThanOrEqualTo(SIGN_INS);
    }

    private static void awaitCaughtUp(Person admin) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            Answer all = admin.client().get("/api/admin/projections/");
            if (all.status() != 200) {
                return false;
            }
            for (JsonNode projection : all.json().path("items")) {
                if (projection.path("lag").asLong(-1) != 0
                        || !"running".equals(projection.path("status").asString())) {
                    return false;
                }
            }
            return true;
        });
    }

    private static List<Map<String, Object>> logins(JdbcTemplate database) {
        return database.queryForList("SELECT account_id, at, what, address, user_agent, detail, session_id, position"
                + " FROM read_model.login_entry ORDER BY position, what");
    }

    private static List<Map<String, Object>> sessions(JdbcTemplate database) {
        return database.queryForList("SELECT * FROM read_model.session ORDER BY session_id");
    }
}
