package io.ringkey.command.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.account.AccountId;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A backup that is older than an erasure, and the ledger that remembers it. */
class ErasedPeopleStayErasedTest {

    private static final MasterKey MASTER = new MasterKey(Base64.getDecoder().decode(RunningCommandSide.MASTER_KEY));

    @TempDir
    private Path directory;

    // D4
    @Test
    void whoeverWasErasedAfterABackupIsErasedAgainBeforeTheRestoredProgramServes() throws IOException {
        Path ledger = directory.resolve("erased.ids");
        Path backup = directory.resolve("backup");
        Person anna;
        Person boris;
        try (RunningCommandSide app = RunningCommandSide.start(keptIn(ledger))) {
            var people = new People(app);
            anna = people.somebody();
            boris = people.somebody();
            anna.patch(Map.of("city", "Омск"));
            new TakeBackup(TestDatabase.at(app.databaseUrl()), MASTER, "1").to(backup);

            assertThat(anna.call("DELETE", anna.path()).status()).isEqualTo(204);

            await().untilAsserted(() ->
                    assertThat(lines(ledger)).singleElement().asString().startsWith(anna.id() + " "));
        }
        String database = restored(backup);
        assertThat(accounts(database)).as("without the ledger both are back").contains(anna.id(), boris.id());
        assertThat(keys(database, anna)).doesNotContainNull();

        Person clara;
        try (RunningCommandSide app = RunningCommandSide.start(database, keptIn(ledger))) {
            assertThat(at(app, anna).patch(Map.of("city", "Томск")).status()).isEqualTo(401);
            assertThat(at(app, boris).patch(Map.of("city", "Томск")).status()).isEqualTo(200);
            assertThat(app.stream(anna.id().value())).containsOnlyOnce("account.erased");
            assertThat(keys(database, anna)).containsOnlyNulls().isNotEmpty();
            assertThat(keys(database, boris)).doesNotContainNull();
            assertThat(lines(ledger)).as("exactly the ids missing").hasSize(1);
            clara = new People(app).somebody();
            assertThat(clara.call("DELETE", clara.path()).status()).isEqualTo(204);
            await().untilAsserted(() -> assertThat(lines(ledger)).hasSize(2));
        }

        Files.delete(ledger);
        try (RunningCommandSide app = RunningCommandSide.start(database, keptIn(ledger))) {
            assertThat(lines(ledger))
                    .as("a new one has whoever is erased on record")
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith(anna.id() + " "))
                    .anyMatch(line -> line.startsWith(clara.id() + " "));
            assertThat(app.stream(anna.id().value())).as("once").containsOnlyOnce("account.erased");
        }
    }

    private static List<AccountId> accounts(String database) {
        return JdbcClient.create(TestDatabase.at(database))
                .sql("SELECT account_id FROM command_state.account")
                .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    private static Map<String, String> keptIn(Path ledger) {
        return Map.of("ERASURE_LEDGER", ledger.toString());
    }

    private static List<String> lines(Path ledger) throws IOException {
        return Files.readAllLines(ledger);
    }

    private static Person at(RunningCommandSide app, Person person) {
        return new Person(app, person.id(), person.phone(), person.access());
    }

    private static List<byte[]> keys(String database, Person person) {
        return JdbcClient.create(TestDatabase.at(database))
                .sql("SELECT wrapped FROM event_store.subject_key WHERE owner = ?")
                .param(person.id().value())
                .query((row, number) -> row.getBytes(1))
                .list();
    }

    private static String restored(Path backup) {
        String database = TestDatabase.freshUrl();
        new RestoreBackup(backup)
                .into(
                        TestDatabase.at(database),
                        Settings.of(Map.of("RINGKEY_MASTER_KEY", RunningCommandSide.MASTER_KEY)),
                        MASTER);
        return database;
    }
}
