package io.ringkey.standalone.compose;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands for the image {@code postgres}: its settings, its database, its scripts of the first start. */
final class PlainDatabase {

    private static final Pattern GETENV = Pattern.compile("\\\\getenv (\\w+) (\\w+)");
    private static final Pattern QUOTED = Pattern.compile(":'(\\w+)'");
    private static final Pattern INITDB_ARGUMENT = Pattern.compile("--([\\w-]+)=(\\S+)");

    private PlainDatabase() {}

    static EmbeddedPostgres start(ComposeFile.Service service, Path root, Path directory, int port, Path log)
            throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setPGStartupWait(Duration.ofSeconds(60));
        Matcher arguments = INITDB_ARGUMENT.matcher(said(service, "POSTGRES_INITDB_ARGS"));
        while (arguments.find()) {
            builder.setLocaleConfig(arguments.group(1), arguments.group(2));
        }
        for (String argument : service.command()) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                builder.setServerConfig(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        EmbeddedPostgres server = builder.start();
        try {
            prepare(server, service, root);
            // From here on as in the image: over the network only with a password.
            Files.writeString(directory.resolve("pg_hba.conf"), "host all all all scram-sha-256\n");
            execute(server, "postgres", List.of("SELECT pg_reload_conf()"));
        } catch (SQLException | IOException | RuntimeException failed) {
            server.close();
            throw new IllegalStateException("the database's first start failed", failed);
        }
        return server;
    }

    private static void prepare(EmbeddedPostgres server, ComposeFile.Service service, Path root)
            throws IOException, SQLException {
        String database = said(service, "POSTGRES_DB");
        execute(server, "postgres", List.of("CREATE DATABASE " + database));
        for (Map.Entry<String, String> mounted : service.mounted().entrySet()) {
            if (mounted.getKey().startsWith("/docker-entrypoint-initdb.d/")) {
                String script = Files.readString(root.resolve(mounted.getValue()));
                execute(server, database, statements(script, service.environment()));
            }
        }
    }

    /** As much of psql as the script needs, which the embedded PostgreSQL comes without. */
    static List<String> statements(String script, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        StringBuilder sql = new StringBuilder();
        for (String line : script.split("\n", -1)) {
            Matcher getenv = GETENV.matcher(line);
            if (getenv.matches()) {
                variables.put(getenv.group(1), Objects.requireNonNull(environment.get(getenv.group(2)), line));
            } else if (!line.startsWith("--")) {
                sql.append(line).append('\n');
            }
        }
        String complete = QUOTED.matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement("'"
                        + Objects.requireNonNull(variables.get(match.group(1)), match.group())
                                .replace("'", "''") + "'"));
        return List.of(complete.split(";")).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static void execute(EmbeddedPostgres server, String database, List<String> statements) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String said(ComposeFile.Service service, String variable) {
        @Nullable String value = service.environment().get(variable);
        return value == null ? "" : value;
    }
}
