package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that makes the first admin. */
class CreateAdminTest {

    private static final Map<String, String> SETTINGS = Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_LIMITS", "off");

    @TempDir
    private Path directory;

    @Test
    void worksBesideARunningServerAndWithoutOne() {
        RunningProgram program = RunningProgram.start(directory, SETTINGS);
        try (program) {
            Client client = Client.of(program.url());
            Person known = Person.signIn(client, "+79130010001");
            assertThat(known.profile().text("role")).isEqualTo("user");

            assertThat(program.run("create-admin", known.phone()).exitCode()).isZero();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> "admin".equals(known.profile().text("role")));
            assertThat(known.client().get("/api/users/list/").status()).isEqualTo(200);
            assertThat(program.run("create-admin", known.phone(), "--no-input").exitCode())
                    .as("again")
                    .isZero();
            assertThat(program.alive()).isTrue();
            program.stop();

            var withoutServer = program.run("create-admin", "8 913 001-00-02");
            assertThat(withoutServer.exitCode()).as(withoutServer.output()).isZero();
            program.start();
            Person unknownBefore = Person.signIn(client, "+79130010002");
            assertThat(unknownBefore.profile().text("role")).isEqualTo("admin");
        }
    }

    @Test
    void refusesWhatIsNoNumberAndDoesNotAskWhenToldNotTo() {
        assertThat(RunningProgram.refusal(directory, SETTINGS, "create-admin", "12")
                        .exitCode())
                .isEqualTo(1);
        assertThat(RunningProgram.refusal(directory, SETTINGS, "create-admin", "--no-input")
                        .exitCode())
                .isEqualTo(1);
        assertThat(RunningProgram.refusal(directory, SETTINGS, "create-admin", "--nonsense")
                        .exitCode())
                .isEqualTo(2);
    }
}
