package io.ringkey.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The whole program as a process of its own, as somebody would run it, on free ports and a directory of its own. */
public final class RunningProgram implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(4);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final List<String> program;
    private final Path directory;
    private final Map<String, String> environment;
    private final int port;
    private final int managementPort;
    private final Path log;
    private Process process;

    private RunningProgram(List<String> program, Path directory, Map<String, String> settings) {
        this.program = program;
        this.directory = directory;
        this.port = Integer.parseInt(settings.getOrDefault("RINGKEY_PORT", "" + freePort()));
        this.managementPort = Integer.parseInt(settings.getOrDefault("RINGKEY_MANAGEMENT_PORT", "" + freePort()));
        this.environment = new HashMap<>(settings);
        environment.put("RINGKEY_PORT", "" + port);
        environment.put("RINGKEY_MANAGEMENT_PORT", "" + managementPort);
        environment.putIfAbsent("RINGKEY_PUBLIC_URL", "http://127.0.0.1:" + port);
        this.log = directory.resolve("program.log");
    }

    /** Starts the program in a directory, with these settings over the defaults, and waits until it is ready. */
    public static RunningProgram start(Path directory, Map<String, String> settings) {
        return start(PackagedProgram.program(), directory, settings);
    }

    /** Starts what lies packaged somewhere: one of the sides, or a program of another release. */
    public static RunningProgram start(Path jar, Path directory, Map<String, String> settings) {
        return start(List.of("-jar", jar.toString()), directory, settings);
    }

    private static RunningProgram start(List<String> program, Path directory, Map<String, String> settings) {
        var running = new RunningProgram(program, directory, settings);
        running.start();
        return running;
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, with the same settings. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Starts it without waiting. */
    public void launch() {
        process = spawn(List.of(), log);
    }

    /** Waits until it serves. */
    public void awaitReady() {
        try {
            Awaitility.await().atMost(START).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the program ended:\n" + Files.readString(log));
                }
                return ready();
            });
        } catch (ConditionTimeoutException late) {
            process.destroyForcibly();
            throw new IllegalStateException("the program does not serve:\n" + output(), late);
        } catch (RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private boolean ready() {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort
                                                    + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a command of the program beside it and returns when it is done. */
    public Finished run(String... arguments) {
        Path output = directory.resolve("command-" + System.nanoTime() + ".log");
        Process command = spawn(List.of(arguments), output);
        try {
            if (!command.waitFor(180, TimeUnit.SECONDS)) {
                command.destroyForcibly();
                throw new IllegalStateException("the command did not end");
            }
            return new Finished(command.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a command left behind.
     *
     * @param output both streams
     */
    public record Finished(int exitCode, String output) {}

    /** Runs the program until it ends by itself, as it does when it refuses to start. */
    public static Finished refusal(Path directory, Map<String, String> settings, String... arguments) {
        return new RunningProgram(PackagedProgram.program(), directory, settings).run(arguments);
    }

    private Process spawn(List<String> arguments, Path output) {
        return spawn(directory, environment, program, arguments, output);
    }

    /** @param program options of {@code java}, its class path among them, and what it runs */
    static Process spawn(
            Path directory,
            Map<String, String> environment,
            List<String> program,
            List<String> arguments,
            Path output) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dringkey.root=" + directory));
        command.addAll(program);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("RINGKEY_"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and wait. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the program did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything it has printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public Path directory() {
        return directory;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int managementPort() {
        return managementPort;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    /** A port that was free a moment ago, and that nobody else in this run was given. */
    public static int freePort() {
        while (true) {
            try (var socket = new ServerSocket(0)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
