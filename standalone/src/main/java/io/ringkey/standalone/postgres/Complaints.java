package io.ringkey.standalone.postgres;

import java.util.List;

/** What PostgreSQL's programs print when they fail, in one sentence that says what helps. */
final class Complaints {

    /** What comes before the reason, the most telling first. */
    private static final List<String> MARKS = List.of("FATAL:", "PANIC:", "ERROR:", "error:");

    private Complaints() {}

    static CannotStart sentence(Programs.Failed failed) {
        String output = failed.output();
        // The system's own message names `unshare` where there is no such program.
        if (output.contains("unshare") || output.contains("cannot be run as root") || output.contains("\"root\"")) {
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
        return new CannotStart("PostgreSQL could not be started: " + reason(output) + ".", failed);
    }

    /**
     * Whether trying again helps: the port was taken a moment before, or a server was killed a moment before and its
     * helpers have not noticed, or one that was told to start just did.
     */
    static boolean passing(Programs.Failed failed) {
        String output = failed.output();
        return output.contains("could not bind")
                || output.contains("is still in use")
                || output.contains("\"postmaster.pid\" already exists");
    }

    private static String reason(String output) {
        for (String mark : MARKS) {
            for (String line : output.lines().toList()) {
                int at = line.indexOf(mark);
                if (at >= 0) {
                    return line.substring(at + mark.length()).strip();
                }
            }
        }
        return output.strip().lines().findFirst().orElse("it does not say why");
    }
}
