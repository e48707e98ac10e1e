package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What PostgreSQL's programs print when they fail, in one sentence that says what helps. */
final class Complaints {

    private Complaints() {}

    static CannotStart sentence(Programs.Failed failed, Path log) {
        String output = failed.output();
        // Also when there is no program `unshare`, whose name the system's message then holds.
        if (output.contains("unshare") || output.contains("cannot be run as root")
                || output.contains("\"root\" execution")) {
            return new CannotStart(
                    "PostgreSQL does not run as root, and `unshare -U`, by which root steps down, is not to be had here:"
                            + " run as a normal user, for example by `useradd -m ringkey && chown -R ringkey . &&"
                            + " su ringkey`, and then the same command.",
                    failed);
        }
        if (output.contains("could not look up effective user ID")) {
            return new CannotStart(
                    "The user that this program runs as has no entry in /etc/passwd, which PostgreSQL asks for: run as"
                            + " a user that has one, or add it by `echo ringkey:x:$(id -u):$(id -g)::/tmp:/bin/sh >>"
                            + " /etc/passwd`.",
                    failed);
        }
        return new CannotStart(
                "PostgreSQL could not be started: " + cause(output, log) + " (its log is " + log + ").", failed);
    }

    static boolean portTaken(Path log) {
        return lastLines(log).stream().anyMatch(line -> line.contains("could not bind"));
    }

    /** The server was killed a moment ago, and its helpers have not yet noticed. */
    static boolean stillDying(Path log) {
        return lastLines(log).stream().anyMatch(line -> line.contains("is still in use"));
    }

    private static String cause(String output, Path log) {
        List<String> lines = lastLines(log);
        for (String line : lines.reversed()) {
            int fatal = line.indexOf("FATAL:");
            if (fatal >= 0) {
                return line.substring(fatal + "FATAL:".length()).strip();
            }
        }
        return output.lines()
                .map(String::strip)
                .filter(line -> line.contains("error:") || line.contains("FATAL:") || line.contains("ERROR:"))
                .findFirst()
                .orElseGet(() -> output.strip().lines().findFirst().orElse("it does not say why"));
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - 8), lines.size());
        } catch (IOException noLog) {
            return List.of();
        }
    }
}
