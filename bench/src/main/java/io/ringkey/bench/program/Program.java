package io.ringkey.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program that is measured, as a process of its own, its data in a directory of its own.
 */
public final class Program implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    /** Java may have its classes to keep first. */
    private static final long LONGEST_END_SECONDS = 180;

    private static final long LOOK_EVERY_MILLIS = 20;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final double KIBIBYTES = 1024;

    /** What begins so is told by the bench alone. */
    private static final List<String> TOLD = List.of("RINGKEY_", "KC_", "JAVA_OPTS");

    private final Process process;
    private final Path directory;
    private final URI url;
    private final URI readiness;
    private final Path log;

    private Program(Process process, Path directory, URI url, URI readiness, Path log) {
        this.process = process;
        this.directory = directory;
        this.url = url;
        this.readiness = readiness;
        this.log = log;
    }

    /**
     * Starts the whole program with one endpoint more, which does nothing, and waits until it serves. The build of the program
     * knows nothing of that one, so it finds its beans itself.
     *
     * @param virtualMachine what {@code java} is told
     * @param settings what the program is told besides {@link #forLoad}
     */
    public static Program withEmptyEndpoint(List<String> virtualMachine, Path directory, Map<String, String> settings) {
        var finding = new ArrayList<>(virtualMachine);
        finding.add("-Dspring.aot.enabled=false");
        return standalone(finding, directory, settings);
    }

    /**
     * Starts the whole program as users have it, and waits until it serves.
     *
     * @param virtualMachine what {@code java} is told
     * @param settings what the program is told besides {@link #forLoad}
     */
    public static Program standalone(List<String> virtualMachine, Path directory, Map<String, String> settings) {
        return of("io.ringkey.standalone.launch.Launch", virtualMachine, directory, settings);
    }

    /**
     * Starts what a class runs, and waits until it serves.
     *
     * @param directory made if it is missing
     */
    public static Program of(String main, List<String> virtualMachine, Path directory, Map<String, String> settings) {
        return of(main, OwnClassPath.ofJars(), virtualMachine, directory, settings);
    }

    static Program of(
            String main, String classPath, List<String> virtualMachine, Path directory, Map<String, String> settings) {
        var java = new ArrayList<>(virtualMachine);
        java.addAll(List.of("-cp", classPath, main));
        return start(java, directory, settings);
    }

    /** Starts what {@code java} is told to, in a directory, and waits until it serves. */
    public static Program start(List<String> java, Path directory, Map<String, String> settings) {
        int port = freePort();
        int managementPort = freePort();
        Map<String, String> environment = forLoad();
        environment.put("RINGKEY_PORT", Integer.toString(port));
        environment.put("RINGKEY_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("RINGKEY_PUBLIC_URL", local(port).toString());
        environment.putAll(settings);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dringkey.root=" + directory));
        command.addAll(java);
        return serving(
                command,
                directory,
                environment,
                local(port),
                local(managementPort).resolve("/actuator/health/readiness"));
    }

    /** Starts what a command does, in a directory, and waits until it is well. */
    static Program serving(
            List<String> command, Path directory, Map<String, String> environment, URI url, URI readiness) {
        Path log = made(directory).resolve("program.log");
        var program = new Program(spawn(command, directory, environment, log), directory, url, readiness, log);
        program.awaitReady();
        return program;
    }

    static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Every limit is evaluated, and none is so low that it refuses, since all load comes from one address. The code stands
     * in the answer: whoever takes it from there costs the program less than one who looks into the outbox, and all else is
     * done as for a message that is sent.
     */
    public static Map<String, String> forLoad() {
        String never = "1000000";
        String mostOfANumber = "50";
        return new HashMap<>(Map.of(
                "RINGKEY_SMS_SENDER", "echo",
                "RINGKEY_SENDS_AN_HOUR", mostOfANumber,
                "RINGKEY_SENDS_A_DAY", mostOfANumber,
                "RINGKEY_NUMBERS_PER_ADDRESS_AN_HOUR", never,
                "RINGKEY_SENDS_PER_PREFIX_AN_HOUR", never,
                "RINGKEY_CONVERSION_AFTER", never,
                "RINGKEY_DAILY_SENDS", never,
                "RINGKEY_SPRAYED_SHORT_CODES_A_DAY", never,
                "RINGKEY_SCRUB_AT", "off"));
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static Process spawn(List<String> command, Path directory, Map<String, String> environment, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> TOLD.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            // Whoever stops the bench stops what it started.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        long giveUpAt = System.nanoTime() + LONGEST_START.toNanos();
        try {
            while (!ready()) {
                if (!process.isAlive() || System.nanoTime() > giveUpAt) {
                    process.destroyForcibly();
                    throw new IllegalStateException("the program does not serve:\n" + Files.readString(log));
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private boolean ready() {
        try {
            var call = (HttpURLConnection) readiness.toURL().openConnection();
            call.setConnectTimeout(PATIENCE_MILLIS);
            call.setReadTimeout(PATIENCE_MILLIS);
            return call.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Memory that it keeps resident, in MiB; of the virtual machine alone, without its PostgreSQL. */
    public double residentMebibytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / KIBIBYTES;
        } catch (IOException notLinux) {
            throw new UncheckedIOException(notLinux);
        }
    }

    public URI url() {
        return url;
    }

    /** Its directory; the data directory is {@code data} in it. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the program did not end");
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A port that was free a moment ago. */
    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
