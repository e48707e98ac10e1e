package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** From one data directory to another, as on an empty machine. */
class RestoredBackupTest {

    private static final String ADMIN = "+79130060001";
    private static final Map<String, String> SETTINGS = Map.of(
            "RINGKEY_SMS_SENDER", "echo",
            "RINGKEY_LIMITS", "off",
            "RINGKEY_PUBLIC_URL", "http://127.0.0.1:8000",
            "RINGKEY_ADMIN_PHONE", ADMIN);
    private static final List<String> VIEWS = List.of("profile", "referral", "login_entry", "login_stream", "session");

    @TempDir
    private Path machines;

    // D4
    @Test
    void hasTheSameViewsAndTheErasedStayErased() throws IOException {
        Path first = Files.createDirectory(machines.resolve("first"));
        Path second = Files.createDirectory(machines.resolve("second"));
        Path file = machines.resolve("backup");
        Person anna;
        Person dora;
        Person boris;
        List<String> views;
        try (RunningProgram program = RunningProgram.start(first, SETTINGS)) {
            Client client = Client.of(program.url());
            anna = Person.signIn(client, ADMIN);
            boris = Person.signIn(client, "+79130060002");
            Map<String, String> changes = Map.of("referral_code", anna.inviteCode(), "city", "Омск");
            assertThat(boris.client().send("PATCH", "/api/users/me/", changes).status())
                    .isEqualTo(200);
            erased(Person.signIn(client, "+79130060003"), first);
            dora = Person.signIn(client, "+79130060004");
            views = settled(anna.client(), first);

            Finished taken = program.run("backup", file.toString());

            assertThat(taken.exitCode()).as(taken.output()).isZero();
            assertThat(taken.output()).contains(" people, ").hasLineCount(1);
            // Whom the backup brings back.
            erased(dora, first);
        }

        Finished refused = RunningProgram.refusal(second, SETTINGS, "restore", file.toString());
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output()).contains("another master key").hasLineCount(1);

        Files.writeString(in(second, "master.key"), Files.readString(in(first, "master.key")));
        Finished restored = RunningProgram.refusal(second, SETTINGS, "restore", file.toString());
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        assertThat(restored.output()).startsWith("Restored ").hasLineCount(1);

        Files.copy(in(first, "erased.ids"), in(second, "erased.ids"));
        try (RunningProgram program = RunningProgram.start(second, SETTINGS)) {
            Client client = Client.of(program.url());
            Client annaThere = client.as(anna.access());
            assertThat(annaThere.get("/api/users/me/").status()).isEqualTo(200);
            assertThat(client.as(dora.access()).get("/api/users/me/").status()).isEqualTo(401);
            assertThat(program.output()).contains("1 people who had been erased came back with a backup");
            Predicate<String> ofOthers = row -> !row.contains(dora.id());
            assertThat(settled(annaThere, second))
                    .filteredOn(ofOthers)
                    .hasSizeGreaterThan(10)
                    .containsExactlyElementsOf(views.stream().filter(ofOthers).toList());
            assertThat(Person.signIn(client, boris.phone()).id()).isEqualTo(boris.id());
        }
    }

    private static void erased(Person person, Path machine) {
        assertThat(person.client().delete("/api/users/me/").status()).isEqualTo(204);
        Awaitility.await()
                .until(() -> Files.readString(in(machine, "erased.ids")).contains(person.id()));
    }

    /** All rows of the views, once every projection has come to the end of the record. */
    private static List<String> settled(Client admin, Path machine) throws IOException {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            Answer all = admin.get("/api/admin/projections/");
            return all.status() == 200
                    && all.json()
                            .path("items")
                            .valueStream()
                            .allMatch(projection -> projection.path("lag").asLong(-1) == 0);
        });
        return rows(ProgramDatabase.embedded(machine));
    }

    private static List<String> rows(JdbcTemplate database) {
        var rows = new ArrayList<String>();
        for (String view : VIEWS) {
            rows.addAll(database.queryForList(
                    "SELECT '" + view + " ' || t::text FROM read_model." + view + " t ORDER BY 1", String.class));
        }
        return rows;
    }

    private static Path in(Path machine, String file) {
        return machine.resolve("data").resolve(file);
    }
}
