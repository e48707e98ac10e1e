package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs PostgreSQL's own programs, as somebody they accept, and turns their complaints into sentences. */
final class Programs {

    /** What is granted there is granted in every database that is made after. */
    private static final String TEMPLATE = "template1";

    // PostgreSQL outlives a killed program, and whoever may look at processes sees their environment: no secret of
    // ours goes there, and nothing meant for another PostgreSQL comes in.
    private static final Set<String> PASSED_ON =
            Set.of("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "SYSTEMROOT", "windir", "ComSpec", "COMSPEC");

    /** Crash recovery after a long load takes its time, and nothing is gained by giving up on it. */
    private static final int START_SECONDS = 300;

    private static final int STOP_SECONDS = 60;

    private final Path home;
    private final Path workplace;
    private final List<String> prefix;
    private final String suffix;

    /**
     * @param home holds {@code bin}
     * @param workplace a directory of ours for what the programs print
     * @param prefix stands in front of every command, for root to step down
     */
    Programs(Path home, Path workplace, List<String> prefix, boolean windows) {
        this.home = home;
        this.workplace = workplace;
        this.prefix = prefix;
        this.suffix = windows ? ".exe" : "";
    }

    void initdb(Path cluster, String superuser) {
        run(
                "",
                "initdb",
                "--pgdata=" + cluster,
                "--username=" + superuser,
                "--encoding=UTF8",
                // The system's locales may be missing, or change with an upgrade and break indexes.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                // A file of the write-ahead log is filled with zeros before it is used, while all who commit wait.
                "--wal-segsize=4",
                // Never in force: the cluster's own access rules are written before its first start.
                "--auth=trust",
                "--no-instructions");
    }

    /** Runs statements, one a line, on a cluster that is not running: the way in that needs no password. */
    void single(Path cluster, List<String> statements) {
        String output =
                run(String.join("\n", statements) + "\n", "postgres", "--single", "-D", cluster.toString(), TEMPLATE);
        if (output.contains("ERROR:") || output.contains("FATAL:")) {
            throw new Failed(output);
        }
    }

    /** Returns when the server takes connections. A failure's output ends with what the server logged meanwhile. */
    void start(Path cluster, int port, Path log) {
        long logged = log.toFile().length();
        try {
            run(
                    "",
                    "pg_ctl",
                    "start",
                    "--wait",
                    "--timeout=" + START_SECONDS,
                    "--silent",
                    "--pgdata=" + cluster,
                    "--log=" + log,
                    "--options=-p " + port);
        } catch (Failed failed) {
            throw new Failed(failed.output() + "\n" + since(logged, log));
        }
    }

    void stop(Path cluster) {
        run(
                "",
                "pg_ctl",
                "stop",
                "--mode=fast",
                "--wait",
                "--timeout=" + STOP_SECONDS,
                "--silent",
                "--pgdata=" + cluster);
    }

    private static String since(long position, Path log) {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(position, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException noLog) {
            return "";
        }
    }

    private String run(String input, String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program + suffix).toString());
        command.addAll(List.of(arguments));
        try {
            // Files, not pipes: the server inherits them, and a pipe would not end before it does.
            Path said = Files.createTempFile(workplace, program, ".out");
            Path told = Files.createTempFile(workplace, program, ".in");
            try {
                Files.writeString(told, input, StandardCharsets.UTF_8);
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(workplace.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(told.toFile())
                        .redirectOutput(said.toFile());
                builder.environment().keySet().retainAll(PASSED_ON);
                builder.environment().put("LC_ALL", "C");
                int code = builder.start().waitFor();
                String output = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
                if (code != 0) {
                    throw new Failed(output);
                }
                return output;
            } finally {
                Files.deleteIfExists(told);
                Files.deleteIfExists(said);
            }
        } catch (IOException notRunnable) {
            throw new Failed(String.valueOf(notRunnable.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    /** A program ended badly; what it printed is the message. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed(String output) {
            super(output);
        }

        String output() {
            return String.valueOf(getMessage());
        }
    }
}
