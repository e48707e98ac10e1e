package io.ringkey.standalone.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a running PostgreSQL says of itself in {@code postmaster.pid}, and so does one that is long gone. */
record Postmaster(long pid, int port) {

    private static final int PORT_LINE = 3;

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Empty if there is no such file, or it is not written yet up to the port. */
    static Optional<Postmaster> of(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(file(cluster), StandardCharsets.UTF_8);
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.getFirst().strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            throw new CannotStart(
                    "The file " + file(cluster) + " cannot be read: remove it if no PostgreSQL runs there.",
                    unreadable);
        }
    }

    /**
     * Whether its process lives and serves the cluster. After a crash of the machine, and in every new container, the
     * number may be another program's, for which PostgreSQL would refuse to start.
     */
    boolean runs(Path cluster) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::info)
                .filter(process ->
                        process.command().filter(Postmaster::isPostgres).isPresent())
                .filter(process -> process.arguments().isEmpty()
                        || Arrays.stream(process.arguments().get()).anyMatch(argument -> isSame(argument, cluster)))
                .isPresent();
    }

    private static boolean isPostgres(String command) {
        return String.valueOf(Path.of(command).getFileName()).startsWith("postgres");
    }

    private static boolean isSame(String argument, Path cluster) {
        try {
            return Files.isSameFile(Path.of(argument), cluster);
        } catch (IOException | InvalidPathException noPath) {
            return false;
        }
    }
}
