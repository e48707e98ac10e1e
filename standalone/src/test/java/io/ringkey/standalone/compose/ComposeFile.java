package io.ringkey.standalone.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * What a compose file says, with its variables put in.
 *
 * @param services in the order of the file
 * @param subnets the networks' addresses
 */
record ComposeFile(Map<String, Service> services, List<String> subnets) {

    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*(\\w+)=(.*)");

    /**
     * One container, as far as plain processes can stand for it.
     *
     * @param dependsOn names of services to their conditions
     * @param published {@code address:port} on this machine, to the container's port
     * @param mounted the container's paths, to paths beside the compose file
     * @param scratch the container's paths that are empty at start
     */
    record Service(
            String name,
            List<String> entrypoint,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> dependsOn,
            Map<String, Integer> published,
            Map<String, String> mounted,
            List<String> scratch,
            List<String> healthcheck) {}

    /** Reads {@code docker-compose.yml} with the variables of the environment and, behind them, of an env file. */
    static ComposeFile read(Path root, String envFile, Map<String, String> environment) {
        try {
            Map<String, String> variables = new HashMap<>(dotEnv(root.resolve(envFile)));
            variables.putAll(environment);
            return parse(Files.readString(root.resolve("docker-compose.yml")), variables);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ComposeFile parse(String text, Map<String, String> variables) {
        Interpolation interpolation = new Interpolation(variables);
        Map<String, Object> document = map(interpolated(new Yaml().load(text), interpolation));
        Map<String, Service> services = new LinkedHashMap<>();
        map(document.get("services")).forEach((name, service) -> services.put(name, service(name, map(service))));
        List<String> subnets = new ArrayList<>();
        for (Object network : map(document.get("networks")).values()) {
            for (Object config : list(map(map(network).get("ipam")).get("config"))) {
                subnets.add(String.valueOf(map(config).get("subnet")));
            }
        }
        return new ComposeFile(services, subnets);
    }

    Service service(String name) {
        return Objects.requireNonNull(services.get(name), () -> "no service " + name + " in docker-compose.yml");
    }

    private static Service service(String name, Map<String, Object> said) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(said.get("environment")).forEach((key, value) -> environment.put(key, String.valueOf(value)));
        Map<String, String> dependsOn = new LinkedHashMap<>();
        map(said.get("depends_on"))
                .forEach((other, how) -> dependsOn.put(other, String.valueOf(map(how).get("condition"))));
        Map<String, Integer> published = new LinkedHashMap<>();
        for (String port : strings(said.get("ports"))) {
            int colon = port.lastIndexOf(':');
            published.put(port.substring(0, colon), Integer.valueOf(port.substring(colon + 1)));
        }
        Map<String, String> mounted = new LinkedHashMap<>();
        for (String volume : strings(said.get("volumes"))) {
            String[] parts = volume.split(":", -1);
            if (parts[0].startsWith("./")) {
                mounted.put(parts[1], parts[0]);
            }
        }
        return new Service(
                name,
                strings(said.get("entrypoint")),
                strings(said.get("command")),
                environment,
                dependsOn,
                published,
                mounted,
                strings(said.get("tmpfs")),
                strings(map(said.get("healthcheck")).get("test")));
    }

    private static Map<String, String> dotEnv(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = ASSIGNMENT.matcher(line);
                if (matcher.matches()) {
                    values.put(matcher.group(1), unquoted(matcher.group(2).strip()));
                }
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("'") || value.startsWith("\""))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value.split("\\s+#", 2)[0];
    }

    private static @Nullable Object interpolated(@Nullable Object node, Interpolation interpolation) {
        return switch (node) {
            case String text -> interpolation.of(text);
            case List<?> items ->
                items.stream().map(item -> interpolated(item, interpolation)).toList();
            case Map<?, ?> entries -> {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                entries.forEach((key, value) -> result.put(String.valueOf(key), interpolated(value, interpolation)));
                yield result;
            }
            case null -> null;
            default -> node;
        };
    }

    private static Map<String, Object> map(@Nullable Object node) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> result.put(String.valueOf(key), value));
        }
        return result;
    }

    private static List<?> list(@Nullable Object node) {
        return node instanceof List<?> items ? items : List.of();
    }

    private static List<String> strings(@Nullable Object node) {
        return list(node).stream().map(String::valueOf).toList();
    }
}
