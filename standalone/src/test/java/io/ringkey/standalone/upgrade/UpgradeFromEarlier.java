package io.ringkey.standalone.upgrade;

import static io.ringkey.standalone.support.ProfileFold.profilesFolded;
import static io.ringkey.standalone.support.ProfileFold.profilesReadModel;
import static io.ringkey.standalone.upgrade.EarlierPeople.is;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.NeverMet;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** From an earlier release, built in a checkout of its own, to this one. Run by {@code bin/check-upgrade}. */
class UpgradeFromEarlier {

    private static final Path EARLIER = Path.of(System.getProperty("ringkey.earlier", "there is none"));
    private static final int SECONDS = Integer.getInteger("ringkey.upgrade-seconds", 15);
    private static final String MASTER_KEY = "5a".repeat(32);

    @TempDir
    private Path directory;

    @Test
    void aDataDirectoryStartsWithThisReleaseAndEverybodyGoesOn() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                data.resolve("master.key"),
                Base64.getUrlEncoder().encodeToString(HexFormat.of().parseHex(MASTER_KEY)));
        EarlierPeople people;
        Map<String, String> before;
        try (RunningProgram earlier = RunningProgram.start(
                EARLIER.resolve("standalone/target/ringkey.jar"), directory, EarlierPeople.SETTINGS)) {
            people = EarlierPeople.come(Client.of(earlier.url()));
            EarlierPeople.awaitViews(people.admin().client());
            before = profiles();
            // What FirstReleaseTest reads was made here.
            Path backup = Checkout.root().resolve("standalone/target/earlier.backup");
            Files.deleteIfExists(backup);
            assertThat(earlier.run("backup", backup.toString()).exitCode()).isZero();
        }

        try (RunningProgram now = RunningProgram.start(directory, EarlierPeople.SETTINGS)) {
            Client client = Client.of(now.url());
            Person admin = people.admin();
            EarlierPeople.awaitViews(client.as(admin.access()));
            assertThat(profiles()).hasSize(EarlierPeople.COUNT).isEqualTo(before);
            for (Person person : people.others()) {
                assertThat(client.as(person.access()).get("/api/users/me/").text("id"))
                        .isEqualTo(person.id());
                is(200, client.post("/api/users/token/refresh/", Map.of("refresh", person.refresh())));
                assertThat(Person.signIn(client, person.phone()).id()).isEqualTo(person.id());
            }
            is(401, client.as(people.gone().access()).get("/api/users/me/"));
            assertThat(Person.signIn(client, people.gone().phone()).id())
                    .isNotEqualTo(people.gone().id());
            Person.signIn(client, EarlierPeople.phone(50));
            for (String view : new String[] {"profiles", "logins", "sessions", "figures"}) {
                is(202, client.as(admin.access()).post("/api/admin/projections/" + view + "/replay/", Map.of()));
            }
            EarlierPeople.awaitViews(client.as(admin.access()));
            assertThat(profiles()).hasSize(EarlierPeople.COUNT + 2);
            assertThat(now.output()).doesNotContain(" ERROR ");
        }
    }

    /** Profiles as the read model has them, which is what the record says. */
    private Map<String, String> profiles() throws IOException {
        JdbcTemplate database = ProgramDatabase.embedded(directory);
        Map<String, String> shown = profilesReadModel(database);
        assertThat(shown).isEqualTo(profilesFolded(database, Map.of("RINGKEY_MASTER_KEY", MASTER_KEY)));
        return shown;
    }

    @Test
    void bothReleasesWorkOnOneDatabaseUnderLoadWhileOneTakesOver() throws IOException, InterruptedException {
        var all = new HashMap<>(NeverMet.with(EarlierPeople.SETTINGS));
        all.putAll(Map.of("RINGKEY_QUERY_DATABASE_USER", "postgres", "RINGKEY_QUERY_DATABASE_PASSWORD", "postgres"));
        Map<String, String> settings = ProgramDatabase.with(all);
        JdbcTemplate database = ProgramDatabase.of(settings);
        try (RunningProgram earlierWrites = start(EARLIER, "command-side", settings);
                RunningProgram earlierReads = start(EARLIER, "query-side", settings);
                var load = new RollingLoad()) {
            load.writeBy(earlierWrites);
            load.readBy(earlierReads);
            load.start();
            TimeUnit.SECONDS.sleep(SECONDS);

            try (RunningProgram writes = start(Checkout.root(), "command-side", settings)) {
                load.writeBy(writes);
                TimeUnit.SECONDS.sleep(SECONDS);
                try (RunningProgram reads = start(Checkout.root(), "query-side", settings)) {
                    load.readBy(reads);
                    TimeUnit.SECONDS.sleep(SECONDS);
                    load.leave(earlierReads);
                    earlierReads.stop();
                    TimeUnit.SECONDS.sleep(SECONDS);
                    load.leave(earlierWrites);
                    earlierWrites.stop();
                    TimeUnit.SECONDS.sleep(SECONDS);
                    load.close();

                    System.out.printf(
                            "%d rounds of %d calls and more, %d of them on both releases, failed calls: %d%n",
                            load.rounds(),
                            RollingLoad.CALLS,
                            load.mixedRounds(),
                            load.failures().size());
                    assertThat(load.failures()).isEmpty();
                    assertThat(load.mixedRounds()).isPositive();
                    Person admin = Person.signIn(Client.of(writes.url()), EarlierPeople.ADMIN);
                    EarlierPeople.awaitViews(Client.of(reads.url()).as(admin.access()));
                    assertThat(profilesReadModel(database)).isEqualTo(profilesFolded(database, settings));
                    for (String schema : new String[] {"read_model", "command_state"}) {
                        assertThat(database.queryForObject(
                                        "SELECT count(*) FROM " + schema + ".dead_letter", Long.class))
                                .isZero();
                    }
                }
            }
        }
    }

    private RunningProgram start(Path root, String side, Map<String, String> settings) throws IOException {
        Path jar = root.resolve(side).resolve("target").resolve(side + "-exec.jar");
        return RunningProgram.start(jar, Files.createTempDirectory(directory, side), settings);
    }
}
