package io.ringkey.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/performance.md}: written by the bench but for what people write at its end, which stays. */
public final class Page {

    static final String HAND_KEPT = "<!-- From here on written by hand: a run of the bench leaves it as it is. -->";

    private static final String NOTHING_YET = "\n## Where the time goes\n";

    private Page() {}

    /**
     * How it was measured.
     *
     * @param at when it ended
     * @param steadiness of the machine before anything was measured
     * @param how rounds and lengths, in words
     * @param disk the file system that the database was on
     */
    public record Circumstances(
            Instant at,
            Machine machine,
            Steadiness steadiness,
            Map<String, String> postgres,
            String disk,
            String how) {}

    /** Writes it anew, but for what stands there by hand. */
    public static void write(Path file, Circumstances circumstances, List<Row> rows) throws IOException {
        String kept = Files.exists(file) ? keptByHand(Files.readString(file)) : NOTHING_YET;
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, text(circumstances, rows) + HAND_KEPT + "\n" + kept);
    }

    private static String keptByHand(String text) {
        int at = text.indexOf(HAND_KEPT);
        return at < 0 ? NOTHING_YET : text.substring(at + HAND_KEPT.length() + 1);
    }

    private static String text(Circumstances seen, List<Row> rows) {
        return """
                # How fast it is

                Each figure stands beside its limit: what the same PostgreSQL, or the same web server, does with nothing of ours
                in between; beside Keycloak, what that does. Both were measured by turns in one run, with the load on the same machine;
                medians, and the least and the most of all rounds. Only the ratios mean something elsewhere. `./mvnw -q verify -Pbench` writes this page anew.

                """
                + circumstances(seen)
                + """

                | What | Measured | Limit | | Ratio | Goal | |
                |---|---|---|---|---|---|---|
                """
                + rows.stream().map(Row::line).collect(Collectors.joining("\n"))
                + "\n\n";
    }

    private static String circumstances(Circumstances seen) {
        Machine machine = seen.machine();
        return """
                | | |
                |---|---|
                | When | %s |
                | Machine | %s, %d processors, %s memory, %s, data on %s |
                | Steadiness | %s |
                | Java | %s |
                | PostgreSQL | %s |
                | How | %s |
                """.formatted(
                        seen.at().truncatedTo(ChronoUnit.MINUTES),
                        machine.processor(),
                        machine.processors(),
                        machine.memory(),
                        machine.system(),
                        seen.disk(),
                        seen.steadiness().words(),
                        machine.java(),
                        seen.postgres().entrySet().stream()
                                .map(setting -> setting.getKey().equals("server_version")
                                        ? setting.getValue()
                                        : setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(", ")),
                        seen.how());
    }
}
