package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.RunningProgram;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database: what one of them decides, the other has decided too. */
class RolesAndBlocksTakeEffectAtOnceTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final String ADMIN = "+79130000001";
    private static final String ADMINISTRATION = "/api/admin/projections/";

    @TempDir
    private Path directory;

    // A6, T10
    @Test
    void onEveryProcess() throws IOException {
        try (EmbeddedPostgres database = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                RunningProgram one = start("one", database);
                RunningProgram two = start("two", database)) {
            Client here = Client.of(one.url());
            Person admin = Person.signIn(here, ADMIN);
            for (int round = 0; round < 5; round++) {
                Person person = Person.signIn(here, Person.phone(122, round));
                List<Client> asThem =
                        List.of(person.client(), Client.of(two.url()).as(person.access()));
                String path = "/api/admin/users/" + person.id();

                assertThat(admin.client()
                                .put(path + "/role/", Map.of("role", "admin"))
                                .status())
                        .isEqualTo(204);
                asThem.forEach(them -> awaitStatus(them, ADMINISTRATION, 200));

                assertThat(admin.client()
                                .put(path + "/role/", Map.of("role", "moderator"))
                                .status())
                        .isEqualTo(204);
                asThem.forEach(them -> awaitStatus(them, ADMINISTRATION, 403));

                assertThat(admin.client().post(path + "/block/", Map.of()).status())
                        .isEqualTo(204);
                asThem.forEach(them -> Awaitility.await()
                        .atMost(AT_ONCE)
                        .until(() -> List.of(401, 403)
                                .contains(them.get("/api/users/me/").status())));
            }
        }
    }

    private static void awaitStatus(Client client, String path, int status) {
        Awaitility.await()
                .atMost(AT_ONCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.get(path).status() == status);
    }

    private RunningProgram start(String name, EmbeddedPostgres database) throws IOException {
        return RunningProgram.start(
                Files.createDirectory(directory.resolve(name)),
                Map.of(
                        "RINGKEY_DATABASE_URL",
                        "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                        "RINGKEY_DATABASE_USER",
                        "postgres",
                        "RINGKEY_DATABASE_PASSWORD",
                        "postgres",
                        "RINGKEY_MASTER_KEY",
                        "5a".repeat(32),
                        "RINGKEY_PUBLIC_URL",
                        "http://127.0.0.1:8000",
                        "RINGKEY_ADMIN_PHONE",
                        ADMIN,
                        "RINGKEY_SMS_SENDER",
                        "echo",
                        "RINGKEY_LIMITS",
                        "off"));
    }
}
