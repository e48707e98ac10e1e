package io.ringkey.bench.program;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Both sides as processes of their own on one database, as many of each as are wanted. */
public final class Sides implements AutoCloseable {

    private static final String COMMAND_SIDE = "io.ringkey.command.CommandSideApplication";
    private static final String QUERY_SIDE = "io.ringkey.query.QuerySideApplication";

    private final List<Program> commandSides;
    private final List<Program> querySides;

    private Sides(List<Program> commandSides, List<Program> querySides) {
        this.commandSides = commandSides;
        this.querySides = querySides;
    }

    /**
     * Starts them, the command sides first, since they make the tables.
     *
     * @param virtualMachine what {@code java} is told
     * @param ofEach how many
     * @param directory new ones are made in it
     */
    public static Sides start(List<String> virtualMachine, int ofEach, Postgres postgres, Path directory) {
        Map<String, String> settings = Map.of(
                "RINGKEY_DATABASE_URL", postgres.url(),
                "RINGKEY_DATABASE_USER", postgres.user(),
                "RINGKEY_DATABASE_PASSWORD", postgres.password(),
                "RINGKEY_QUERY_DATABASE_USER", postgres.user(),
                "RINGKEY_QUERY_DATABASE_PASSWORD", postgres.password(),
                "RINGKEY_PUBLIC_URL", "http://127.0.0.1:8000",
                "RINGKEY_MASTER_KEY", WriteSide.MASTER_KEY);
        // The first makes the tables; then they start together.
        List<CompletableFuture<Program>> commandSides = new ArrayList<>();
        List<CompletableFuture<Program>> querySides = new ArrayList<>();
        commandSides.add(CompletableFuture.completedFuture(
                Program.of(COMMAND_SIDE, virtualMachine, directory.resolve("command-1"), settings)));
        for (int side = 1; side <= ofEach; side++) {
            String number = "-" + side;
            if (side > 1) {
                commandSides.add(CompletableFuture.supplyAsync(() ->
                        Program.of(COMMAND_SIDE, virtualMachine, directory.resolve("command" + number), settings)));
            }
            querySides.add(CompletableFuture.supplyAsync(
                    () -> Program.of(QUERY_SIDE, virtualMachine, directory.resolve("query" + number), settings)));
        }
        return new Sides(started(commandSides), started(querySides));
    }

    private static List<Program> started(List<CompletableFuture<Program>> starting) {
        return starting.stream().map(CompletableFuture::join).toList();
    }

    /** Where signing in is called; taken by turns. */
    public List<URI> commandSides() {
        return commandSides.stream().map(Program::url).toList();
    }

    /** Where profiles are read; taken by turns. */
    public List<URI> querySides() {
        return querySides.stream().map(Program::url).toList();
    }

    @Override
    public void close() {
        querySides.forEach(Program::close);
        commandSides.forEach(Program::close);
    }
}
