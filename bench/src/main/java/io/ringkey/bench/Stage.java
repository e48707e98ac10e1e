package io.ringkey.bench;

import io.ringkey.bench.program.Keycloak;
import io.ringkey.bench.program.Postgres;
import io.ringkey.bench.program.Program;
import io.ringkey.bench.program.Sides;
import io.ringkey.bench.program.Workplace;
import io.ringkey.bench.program.WriteSide;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What measures are taken on: either the program or databases without one, so that nothing else uses the machine. What has
 * a name is the same for all who ask for it, and what it holds outlives its being stopped.
 */
public final class Stage implements AutoCloseable {

    private static final String USUAL = "program";

    /** Of the one database that does for all where figures mean nothing. */
    private static final String BRIEF = "brief";

    private final Workplace workplace;
    private final Scale scale;
    private final Map<String, Path> directories = new HashMap<>();
    private final Map<String, Postgres> databases = new LinkedHashMap<>();
    private final Map<String, WriteSide> writeSides = new LinkedHashMap<>();
    private final Map<Integer, Sides> sides = new LinkedHashMap<>();
    private final @Nullable Path distribution;
    private @Nullable Running running;
    private @Nullable Keycloak keycloak;

    /** The program and its database. */
    public record Running(String name, Program program, Postgres postgres) {}

    /** @param distribution of Keycloak, if there is one */
    Stage(Workplace workplace, Scale scale, @Nullable Path distribution) {
        this.workplace = workplace;
        this.scale = scale;
        this.distribution = distribution;
    }

    public Scale scale() {
        return scale;
    }

    /** The program that most are measured on. */
    public Running program() {
        return program(USUAL, Map.of());
    }

    /** The whole program, on the database of this name. */
    public Running program(String database, Map<String, String> settings) {
        String name = database.equals(USUAL) ? USUAL : shared(database);
        stopDatabases();
        Running now = running;
        if (now == null || !now.name().equals(name)) {
            stopProgram();
            Map<String, String> all = new HashMap<>(settings);
            all.put("RINGKEY_MASTER_KEY", WriteSide.MASTER_KEY);
            Program program = Program.withEmptyEndpoint(scale.virtualMachine(), directory(name), all);
            now = new Running(name, program, Postgres.of(program));
            running = now;
        }
        return now;
    }

    /** Keycloak, beside the program and as long as that; not asked where there is no distribution. */
    public Keycloak keycloak() {
        Keycloak now = keycloak;
        if (now == null) {
            now = Keycloak.start(Objects.requireNonNull(distribution), directory("keycloak"));
            keycloak = now;
        }
        return now;
    }

    /** The database of this name, without a program. */
    public Postgres postgres(String name) {
        stopProgram();
        stopSides();
        return databases.computeIfAbsent(shared(name), missing -> Postgres.alone(directory(missing)));
    }

    /** The write side in this process, on the database of this name. */
    public WriteSide writeSide(String name) {
        Postgres postgres = postgres(name);
        return writeSides.computeIfAbsent(shared(name), missing -> WriteSide.on(postgres));
    }

    /** So many processes of each side, on a database of their own. */
    public Sides sides(int ofEach) {
        String name = "sides-" + ofEach;
        stopProgram();
        return sides.computeIfAbsent(
                ofEach, missing -> Sides.start(scale.virtualMachine(), ofEach, sidesDatabase(ofEach), directory(name)));
    }

    /** Their database. */
    public Postgres sidesDatabase(int ofEach) {
        stopProgram();
        return databases.computeIfAbsent("sides-database-" + ofEach, missing -> Postgres.alone(directory(missing)));
    }

    private String shared(String name) {
        return scale.brief() ? BRIEF : name;
    }

    /** A directory of this name. */
    public Path directory(String name) {
        return directories.computeIfAbsent(name, workplace::directory);
    }

    private void stopSides() {
        sides.values().forEach(Sides::close);
        sides.clear();
    }

    private void stopDatabases() {
        stopSides();
        writeSides.values().forEach(WriteSide::close);
        writeSides.clear();
        databases.values().forEach(Postgres::close);
        databases.clear();
    }

    private void stopProgram() {
        if (keycloak != null) {
            keycloak.close();
            keycloak = null;
        }
        if (running != null) {
            running.postgres().close();
            running.program().close();
            running = null;
        }
    }

    @Override
    public void close() {
        stopDatabases();
        stopProgram();
    }
}
