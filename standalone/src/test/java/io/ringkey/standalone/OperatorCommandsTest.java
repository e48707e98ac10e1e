package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator runs on the data of a program: beside it, and while it is stopped. */
class OperatorCommandsTest {

    private static final Map<String, String> SETTINGS = Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_LIMITS", "off");

    @TempDir
    private static Path directory;

    private static RunningProgram program;

    private final Client client = Client.of(program.url());

    @BeforeAll
    static void start() {
        program = RunningProgram.start(directory, SETTINGS);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void anAdminIsMadeBesideARunningProgram() {
        Person known = Person.signIn(client, "+79130010001");
        assertThat(known.profile().text("role")).isEqualTo("user");

        Finished made = program.run("create-admin", known.phone(), "--no-input");

        assertThat(made.exitCode()).as(made.output()).isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "admin".equals(known.profile().text("role")));
        assertThat(known.client().get("/api/users/list/").status()).isEqualTo(200);
        assertThat(program.alive()).isTrue();
    }

    @Test
    void aSecondProgramOnTheSameDataIsRefused() {
        Finished refused = RunningProgram.refusal(directory, SETTINGS);

        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
        assertThat(refused.output().strip().lines()).singleElement().asString().contains("in use by another Ringkey");
        assertThat(program.alive()).isTrue();
    }

    // T12
    @Test
    void withoutAProgramAnAdminIsMadeAndKeysRotateAndSessionsGoOn() throws IOException {
        Person person = Person.signIn(client, "+79130050001");
        program.stop();

        Finished made = program.run("create-admin", "8 913 001-00-02");
        Finished rotated = program.run("rotate-keys", "token-signing", "refresh");
        String masterKey = Files.readString(directory.resolve("data/master.key"));
        Finished wrapped = program.run("rotate-master-key", "--after", "PT2S");

        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(rotated.exitCode()).as(rotated.output()).isZero();
        assertThat(rotated.output().lines().filter(line -> line.contains("the new key is used from")))
                .hasSize(2);
        assertThat(wrapped.exitCode()).as(wrapped.output()).isZero();
        assertThat(wrapped.output()).contains("wraps everything", "--forget-old");
        assertThat(Files.readAllLines(directory.resolve("data/master.key")))
                .hasSize(2)
                .endsWith(masterKey.strip())
                .doesNotHaveDuplicates();
        program.start();
        assertThat(Person.signIn(client, "+79130010002").profile().text("role")).isEqualTo("admin");
        assertThat(person.profile().status()).isEqualTo(200);
        assertThat(client.post("/api/users/token/refresh/", Map.of("refresh", person.refresh()))
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/.well-known/jwks.json").body())
                .as("other services know the new key before it is used")
                .contains("token-signing-1", "token-signing-2");
    }

    @Test
    void whatIsNoNumberIsRefusedAndNothingIsAskedWhenToldNotTo() {
        assertThat(program.run("create-admin", "12").exitCode()).isEqualTo(1);
        assertThat(program.run("create-admin", "--no-input").exitCode()).isEqualTo(1);
        assertThat(program.run("create-admin", "--nonsense").exitCode()).isEqualTo(2);
    }
}
