package io.ringkey.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What many would run instead, as it comes but for what makes it faster: one process that looks for no other, passwords hashed
 * once instead of as often as is safe. Its PostgreSQL is the same as the program's, with data of its own.
 */
public final class Keycloak implements AutoCloseable {

    /** What its paths begin with for what the bench asks. */
    public static final String PATH = "/realms/bench/protocol/openid-connect";

    /** Of an application that may ask for tokens by a password. */
    public static final String CLIENT = "bench";

    /** Of everybody. */
    public static final String PASSWORD = "everybody";

    /** So many have an account there. */
    public static final int PEOPLE = 1_000;

    private final Program program;
    private final Postgres postgres;

    private Keycloak(Program program, Postgres postgres) {
        this.program = program;
        this.postgres = postgres;
    }

    /**
     * Starts it, and waits until it serves.
     *
     * @param distribution as it is unpacked; what it has built of itself is kept there
     * @param directory of its database
     */
    public static Keycloak start(Path distribution, Path directory) {
        Path home = distribution.toAbsolutePath();
        write(home.resolve("data").resolve("import").resolve("bench-realm.json"), realm());
        Postgres postgres = Postgres.alone(directory);
        postgres.execute("CREATE SCHEMA IF NOT EXISTS keycloak");
        int port = Program.freePort();
        int managementPort = Program.freePort();
        Map<String, String> environment = Map.ofEntries(
                Map.entry("JAVA_HOME", System.getProperty("java.home")),
                Map.entry("KC_DB", "postgres"),
                Map.entry("KC_DB_URL", postgres.url()),
                Map.entry("KC_DB_USERNAME", postgres.user()),
                Map.entry("KC_DB_PASSWORD", postgres.password()),
                Map.entry("KC_DB_SCHEMA", "keycloak"),
                // It would open more than this PostgreSQL lets anybody.
                Map.entry("KC_DB_POOL_MAX_SIZE", "20"),
                Map.entry("KC_CACHE", "local"),
                Map.entry("KC_HEALTH_ENABLED", "true"),
                Map.entry("KC_HOSTNAME_STRICT", "false"),
                Map.entry("KC_HTTP_ENABLED", "true"),
                Map.entry("KC_HTTP_PORT", Integer.toString(port)),
                Map.entry("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort)));
        try {
            return new Keycloak(
                    Program.serving(
                            List.of("bash", command(home).toString(), "start", "--import-realm"),
                            directory,
                            environment,
                            Program.local(port),
                            Program.local(managementPort).resolve("/health/ready")),
                    postgres);
        } catch (RuntimeException failed) {
            postgres.close();
            throw failed;
        }
    }

    /** Whether there is a distribution in a directory. */
    public static boolean isIn(Path directory) {
        return Files.exists(command(directory));
    }

    private static Path command(Path home) {
        return home.resolve("bin").resolve("kc.sh");
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Sessions and tokens outlive a run. */
    private static String realm() {
        String people = IntStream.range(0, PEOPLE)
                .mapToObj(number -> """
                        {"username": "%1$s", "enabled": true, "email": "%1$s@example.org", "emailVerified": true,
                         "firstName": "Some", "lastName": "Body",
                         "credentials": [{"type": "password", "value": "%2$s"}]}""".formatted(somebody(number), PASSWORD))
                .collect(Collectors.joining(",\n"));
        return """
                {"realm": "bench", "enabled": true, "sslRequired": "none",
                 "passwordPolicy": "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)",
                 "accessTokenLifespan": 86400, "ssoSessionIdleTimeout": 86400, "ssoSessionMaxLifespan": 86400,
                 "clients": [{"clientId": "%s", "enabled": true, "publicClient": true, "directAccessGrantsEnabled": true}],
                 "users": [%s]}
                """.formatted(CLIENT, people);
    }

    /** The name of somebody who has an account, whatever the number. */
    public static String somebody(int number) {
        return "somebody" + Math.floorMod(number, PEOPLE);
    }

    public URI url() {
        return program.url();
    }

    @Override
    public void close() {
        program.close();
        postgres.close();
    }
}
