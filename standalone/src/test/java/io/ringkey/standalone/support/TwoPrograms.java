package io.ringkey.standalone.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two processes of the whole program on one database: unless told otherwise with the {@code echo} sender, and no limit
 * but those of a number.
 */
public final class TwoPrograms implements AutoCloseable {

    private final RunningProgram first;
    private final RunningProgram second;

    private final Map<String, String> settings;

    private TwoPrograms(RunningProgram first, RunningProgram second, Map<String, String> settings) {
        this.first = first;
        this.second = second;
        this.settings = settings;
    }

    /** Starts one after the other, each in a directory of its own in this one. */
    public static TwoPrograms start(Path directory, Map<String, String> more) throws IOException {
        var all = new HashMap<>(Map.of("RINGKEY_PUBLIC_URL", "http://127.0.0.1:8000", "RINGKEY_SMS_SENDER", "echo"));
        all.putAll(more);
        Map<String, String> settings = ProgramDatabase.with(NeverMet.with(all));
        RunningProgram first = RunningProgram.start(Files.createDirectory(directory.resolve("first")), settings);
        try {
            return new TwoPrograms(
                    first,
                    RunningProgram.start(Files.createDirectory(directory.resolve("second")), settings),
                    settings);
        } catch (IOException | RuntimeException failed) {
            first.close();
            throw failed;
        }
    }

    public RunningProgram first() {
        return first;
    }

    public RunningProgram second() {
        return second;
    }

    /** A way into the database that they share. */
    public JdbcTemplate database() {
        return ProgramDatabase.of(settings);
    }

    /** What both were told. */
    public Map<String, String> settings() {
        return settings;
    }

    /** A client of each, without cookies. */
    public List<Client> clients() {
        return List.of(Client.of(first.url()), Client.of(second.url()));
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
