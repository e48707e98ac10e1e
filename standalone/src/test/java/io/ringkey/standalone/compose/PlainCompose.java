package io.ringkey.standalone.compose;

import io.ringkey.standalone.support.RunningProgram;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services of {@code docker-compose.yml} as processes of this machine, started in the same order, with the same
 * commands, settings and health checks. What a container has of its own is put beside that of the others: names of
 * services become loopback ports, the image's PostgreSQL the embedded one, its files those of the build.
 */
final class PlainCompose implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String HERE = "127.0.0.1";
    private static final String PORTS = "ports.properties";

    private final Path root;
    private final Path workplace;
    private final ComposeFile file;
    private final Properties ports;
    private final Map<String, Process> processes = Collections.synchronizedMap(new LinkedHashMap<>());
    private @Nullable EmbeddedPostgres database;

    private PlainCompose(Path root, Path workplace, ComposeFile file, Properties ports) {
        this.root = root;
        this.workplace = workplace;
        this.file = file;
        this.ports = ports;
    }

    /**
     * Starts every service, each when those that it depends on are healthy.
     *
     * @param envFile stands for {@code .env}
     * @param workplace a directory of its own: logs, the database; what an earlier run left there is deleted
     */
    static PlainCompose up(Path root, String envFile, Map<String, String> environment, Path workplace)
            throws IOException {
        Files.createDirectories(workplace);
        delete(workplace);
        Files.createDirectories(workplace);
        PlainCompose compose =
                new PlainCompose(root, workplace, ComposeFile.read(root, envFile, environment), new Properties());
        // Whoever is interrupted leaves nothing running, half-way through the start neither.
        Runtime.getRuntime().addShutdownHook(new Thread(compose::close));
        try {
            compose.file.services().keySet().forEach(compose::reserve);
            for (String service : compose.inOrder()) {
                compose.start(service);
            }
            try (var out = Files.newBufferedWriter(workplace.resolve(PORTS))) {
                compose.ports.store(out, null);
            }
            return compose;
        } catch (IOException | RuntimeException failed) {
            compose.close();
            throw failed;
        }
    }

    /** The services that another process has started in a workplace, to run a command beside them. */
    static PlainCompose running(Path root, String envFile, Map<String, String> environment, Path workplace)
            throws IOException {
        Properties ports = new Properties();
        try (var in = Files.newBufferedReader(workplace.resolve(PORTS))) {
            ports.load(in);
        }
        return new PlainCompose(root, workplace, ComposeFile.read(root, envFile, environment), ports);
    }

    /** Where the service that is published can be reached, as {@code address:port}. */
    String published() {
        return file.services().values().stream()
                .flatMap(service -> service.published().keySet().stream())
                .findFirst()
                .orElseThrow();
    }

    /** This machine's port for a container's. */
    int port(String service, int port) {
        return Integer.parseInt(Objects.requireNonNull(ports.getProperty(service + ":" + port)));
    }

    Path log(String service) {
        return workplace.resolve(service + ".log");
    }

    /** Starts a service and waits until it is healthy. */
    void start(String name) throws IOException {
        ComposeFile.Service service = file.service(name);
        if (service.entrypoint().isEmpty() && service.command().getFirst().equals("postgres")) {
            database = PlainDatabase.start(service, root, workplace.resolve(name), ownPort(service), log(name));
        } else {
            processes.put(name, process(service, List.of()).start());
        }
        awaitHealth(service);
    }

    /** Ends a service as {@code docker compose stop} does. */
    void stop(String name) {
        Process process = processes.remove(name);
        if (process != null) {
            end(process);
        }
    }

    /** A command beside the services, as {@code docker compose run --rm} does; the caller starts it. */
    ProcessBuilder command(String name, List<String> arguments) throws IOException {
        return process(file.service(name), arguments);
    }

    @Override
    public void close() {
        Deque<String> latestFirst = new ArrayDeque<>();
        synchronized (processes) {
            processes.keySet().forEach(latestFirst::push);
        }
        latestFirst.forEach(this::stop);
        EmbeddedPostgres running = database;
        database = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Whether one of the processes has ended by itself, and which. */
    Optional<String> ended() {
        synchronized (processes) {
            return processes.entrySet().stream()
                    .filter(entry -> !entry.getValue().isAlive())
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    private List<String> inOrder() {
        List<String> order = new ArrayList<>();
        while (order.size() < file.services().size()) {
            String next = file.services().values().stream()
                    .filter(service -> !order.contains(service.name()))
                    .filter(service -> order.containsAll(service.dependsOn().keySet()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the services depend on each other in a circle"))
                    .name();
            order.add(next);
        }
        return order;
    }

    /** Chooses this machine's ports for those that a service's own settings and its neighbours speak of. */
    private void reserve(String name) {
        ComposeFile.Service service = file.service(name);
        service.environment().forEach((variable, value) -> {
            if (variable.endsWith("_PORT")) {
                ports.setProperty(name + ":" + value, String.valueOf(RunningProgram.freePort()));
            }
        });
        service.published()
                .forEach((address, port) ->
                        ports.setProperty(name + ":" + port, address.substring(address.lastIndexOf(':') + 1)));
        if (service.entrypoint().isEmpty() && service.command().getFirst().equals("postgres")) {
            ports.setProperty(name + ":5432", String.valueOf(RunningProgram.freePort()));
        }
    }

    private int ownPort(ComposeFile.Service service) {
        return ports.stringPropertyNames().stream()
                .filter(key -> key.startsWith(service.name() + ":"))
                .map(key -> Integer.parseInt(Objects.requireNonNull(ports.getProperty(key))))
                .findFirst()
                .orElseThrow();
    }

    private ProcessBuilder process(ComposeFile.Service service, List<String> arguments) throws IOException {
        List<String> said = new ArrayList<>(service.entrypoint());
        said.addAll(arguments.isEmpty() ? service.command() : arguments);
        List<String> command = new ArrayList<>();
        for (String argument : said) {
            command.add(here(service, argument, command.isEmpty()));
        }
        if (said.getFirst().equals("java")) {
            // They live for seconds.
            command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        }
        if (said.getFirst().equals("nginx") && "root".equals(System.getProperty("user.name"))) {
            // Its workers must reach the workplace; in the image they run as their master does.
            command.set(command.size() - 1, command.getLast() + " user root;");
        }
        Path directory = Files.createDirectories(workplace.resolve(service.name()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(log(service.name()).toFile()));
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
        builder.environment().putAll(settings(service));
        return builder;
    }

    private Map<String, String> settings(ComposeFile.Service service) {
        Map<String, String> settings = new HashMap<>();
        service.environment().forEach((variable, value) -> settings.put(variable, setting(service, variable, value)));
        return settings;
    }

    private String setting(ComposeFile.Service service, String variable, String value) {
        if (variable.endsWith("_PORT")) {
            return String.valueOf(port(service.name(), Integer.parseInt(value)));
        }
        if (value.equals("0.0.0.0")) {
            return HERE;
        }
        return file.subnets().contains(value) ? HERE : withPortsHere(value);
    }

    /** A word of a command line, with the container's programs and paths found on this machine. */
    private String here(ComposeFile.Service service, String word, boolean program) throws IOException {
        if (program) {
            return program(word);
        }
        if (word.endsWith(".jar")) {
            String module = word.substring(0, word.length() - ".jar".length());
            return jar(root, module).toString();
        }
        if (word.startsWith("@")) {
            return "@" + root.resolve("deploy/app").resolve(word.substring(1));
        }
        if (service.scratch().contains(word)) {
            return Files.createDirectories(workplace.resolve(service.name() + word))
                    .toString();
        }
        String mounted = service.mounted().get(word);
        return mounted == null ? word : configuration(service, mounted).toString();
    }

    /** A mounted file as it is, but for where it names services, its own published port, and other mounted files. */
    private Path configuration(ComposeFile.Service service, String mounted) throws IOException {
        String text = withPortsHere(Files.readString(root.resolve(mounted)));
        for (Map.Entry<String, String> other : service.mounted().entrySet()) {
            text = text.replace(
                    other.getKey(), root.resolve(other.getValue()).normalize().toString());
        }
        for (Map.Entry<String, Integer> published : service.published().entrySet()) {
            text = text.replace("listen " + published.getValue() + ";", "listen " + published.getKey() + ";");
        }
        Path copy = workplace.resolve(service.name() + ".conf");
        return Files.writeString(copy, text);
    }

    private String withPortsHere(String text) {
        String names = String.join("|", file.services().keySet());
        Matcher matcher = Pattern.compile("\\b(?:" + names + "):\\d+\\b").matcher(text);
        return matcher.replaceAll(match -> {
            String port = ports.getProperty(match.group());
            return port == null ? match.group() : HERE + ":" + port;
        });
    }

    private void awaitHealth(ComposeFile.Service service) {
        long giveUpAt = System.nanoTime() + START.toNanos();
        try {
            while (!healthy(service)) {
                Process process = processes.get(service.name());
                if (process != null && !process.isAlive()) {
                    throw new IllegalStateException(service.name() + " has ended:\n" + tail(service.name()));
                }
                if (System.nanoTime() > giveUpAt) {
                    throw new IllegalStateException(service.name() + " is not healthy:\n" + tail(service.name()));
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String tail(String service) throws IOException {
        List<String> lines = Files.exists(log(service)) ? Files.readAllLines(log(service)) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** Does what the service's own check does, with what this machine has. */
    private boolean healthy(ComposeFile.Service service) throws IOException, InterruptedException {
        List<String> check = service.healthcheck();
        return switch (check.get(1)) {
            case "pg_isready" -> takesConnections(ownPort(service));
            case "wget" -> answers(service, check.getLast());
            default -> succeeds(service, check.subList(1, check.size()));
        };
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket(HERE, port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private boolean answers(ComposeFile.Service service, String url) throws InterruptedException {
        URI asked = URI.create(url);
        URI here = URI.create(
                url.replace(asked.getAuthority(), asked.getHost() + ":" + port(service.name(), asked.getPort())));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    private boolean succeeds(ComposeFile.Service service, List<String> check) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program(check.getFirst()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(settings(service));
        return builder.start().waitFor() == 0;
    }

    private String program(String name) {
        if (name.equals("java")) {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }
        if (name.startsWith("/app/")) {
            return root.resolve("deploy" + name).toString();
        }
        return find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not installed on this machine"))
                .toString();
    }

    /** A side's program, as the build leaves it. */
    static Path jar(Path root, String module) {
        return root.resolve(module).resolve("target").resolve(module + "-exec.jar");
    }

    /** A program of this machine. */
    static Optional<Path> find(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
