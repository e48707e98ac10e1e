package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that makes new keys, where nothing runs; beside a running service it is tried on two processes. */
class RotateKeysTest {

    @TempDir
    private Path directory;

    // T12
    @Test
    void worksWithoutARunningServerAndLeavesSessionsAlone() {
        try (RunningProgram program =
                RunningProgram.start(directory, Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_LIMITS", "off"))) {
            Client client = Client.of(program.url());
            Person person = Person.signIn(client, "+79130050001");
            program.stop();

            Finished rotated = program.run("rotate-keys", "token-signing", "refresh");

            assertThat(rotated.exitCode()).as(rotated.output()).isZero();
            assertThat(rotated.output().lines().filter(line -> line.contains("the new key is used from")))
                    .hasSize(2);
            program.start();
            assertThat(person.profile().status()).isEqualTo(200);
            assertThat(client.post("/api/users/token/refresh/", Map.of("refresh", person.refresh()))
                            .status())
                    .isEqualTo(200);
            assertThat(client.get("/.well-known/jwks.json").body())
                    .as("other services know the new key before it is used")
                    .contains("token-signing-1", "token-signing-2");
        }
    }
}
