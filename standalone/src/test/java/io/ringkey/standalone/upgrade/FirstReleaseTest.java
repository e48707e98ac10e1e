package io.ringkey.standalone.upgrade;

import static io.ringkey.standalone.support.ProfileFold.profilesFolded;
import static io.ringkey.standalone.support.ProfileFold.profilesReadModel;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A backup that the first release made, of people who had signed in, invited each other, changed and left. It is never made
 * anew: {@code bin/check-upgrade} says where it came from.
 */
class FirstReleaseTest {

    private static final Path BACKUP = Checkout.root().resolve("standalone/src/test/resources/first-release.backup");

    @TempDir
    private Path directory;

    // R8
    @Test
    void itsBackupIsRestoredToViewsThatEqualTheFold() {
        Map<String, String> settings = ProgramDatabase.with(EarlierPeople.SETTINGS);

        Finished restored = RunningProgram.refusal(directory, settings, "restore", BACKUP.toString());

        assertThat(restored.exitCode()).as(restored.output()).isZero();
        try (RunningProgram program = RunningProgram.start(directory, settings)) {
            Client client = Client.of(program.url());
            Person admin = Person.signIn(client, EarlierPeople.ADMIN);
            EarlierPeople.awaitViews(admin.client());
            JdbcTemplate database = ProgramDatabase.of(settings);
            Map<String, String> profiles = profilesReadModel(database);
            assertThat(profiles).hasSize(EarlierPeople.COUNT).isEqualTo(profilesFolded(database, settings));
            assertThat(profiles.get(admin.id())).endsWith("|admin|" + EarlierPeople.COUNT);
        }
    }
}
