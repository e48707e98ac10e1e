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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The read models are a fold of the record: after much has happened, and again after a full replay. */
class ReplayTest {

    private static final int SIGN_INS = Integer.getInteger("ringkey.sign-ins", 200);
    private static final int AT_ONCE = 8;
    private static final String ADMIN = "+79130000003";

    @TempDir
    private Path directory;

    private SmsGateway gateway;

    @BeforeEach
    void startGateway() {
        gateway = SmsGateway.start();
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    // R2, R3
    @Test
    void afterManySignInsAReplayGivesTheSameRowsAndSendsNothing() throws InterruptedException {
        var sending = new HashMap<>(gateway.settings());
        sending.putAll(Map.of("RINGKEY_LIMITS", "off", "RINGKEY_ADMIN_PHONE", ADMIN));
        Map<String, String> settings = ProgramDatabase.with(sending);
        try (RunningProgram program = RunningProgram.start(directory, settings)) {
            Client client = Client.of(program.url());
            signInMany(client);
            Person admin = gateway.signIn(client, ADMIN);
            JdbcTemplate database = ProgramDatabase.of(settings);
            awaitCaughtUp(admin);
            int sentBefore = gateway.sent();
            assertThat(sentBefore).isGreaterThanOrEqualTo(SIGN_INS);
            assertThat(profilesReadModel(database)).isEqualTo(profilesFolded(database, settings));
            List<Map<String, Object>> loginsBefore = logins(database);
            assertThat(loginsBefore).hasSizeGreaterThanOrEqualTo(SIGN_INS * 3);
            List<Map<String, Object>> sessionsBefore = sessions(database);
            assertThat(sessionsBefore).isNotEmpty();

            for (String projection : List.of("profiles", "logins", "sessions")) {
                Answer started = admin.client().post("/api/admin/projections/" + projection + "/replay/", Map.of());
                assertThat(started.status()).as(started.toString()).isEqualTo(202);
            }
            awaitCaughtUp(admin);
            for (String projection : List.of("profiles", "logins", "sessions")) {
                Answer progress = admin.client().get("/api/admin/projections/" + projection + "/replay/");
                assertThat(progress.text("state")).as(progress.toString()).isEqualTo("finished");
            }

            assertThat(profilesReadModel(database)).isEqualTo(profilesFolded(database, settings));
            assertThat(logins(database)).isEqualTo(loginsBefore);
            assertThat(sessions(database)).isEqualTo(sessionsBefore);
            TimeUnit.SECONDS.sleep(2);
            assertThat(gateway.sent()).isEqualTo(sentBefore);
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
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
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
