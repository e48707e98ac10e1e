package io.ringkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.bench.hot.HotRows;
import io.ringkey.bench.measure.Measures;
import io.ringkey.bench.program.Workplace;
import io.ringkey.bench.table.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That everything can be measured; how fast anything is says nothing on a machine that runs tests. */
class BenchTest {

    private static final Duration HARDLY_ANY = Duration.ofMillis(200);

    @TempDir
    Path directory;

    @Test
    void everyMeasureHasItsFigures() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (var workplace = new Workplace(directory);
                var stage = new Stage(workplace, new Scale(1, HARDLY_ANY, Duration.ZERO, 200, true), null)) {
            for (Measure measure : Measures.all()) {
                rows.add(Rounds.of(measure, stage));
            }
        }
        rows.addAll(HotRows.measured(1, true));

        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.figure().least()).as(row.what()).isPositive();
            if (row.against() != null) {
                assertThat(row.against().limit().least()).as(row.what()).isPositive();
            }
        });
        assertThat(directory).as("what is left behind").isEmptyDirectory();
    }

    @Test
    void aNameThatNothingHasEndsTheCommand() throws Exception {
        Path out = directory.resolve("table.md");

        int code =
                new CommandLine(new Bench()).execute("--short", "--only=nothing", "--out=" + out, "--in=" + directory);

        assertThat(code).isNotZero();
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void besideKeycloakNothingIsMeasuredWhereThereIsNone() throws Exception {
        Path out = directory.resolve("table.md");

        assertThat(new CommandLine(new Bench())
                        .execute("--short", "--only=keycloak-refresh", "--out=" + out, "--in=" + directory))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(new CommandLine(new Bench())
                        .execute(
                                "--short",
                                "--only=keycloak-refresh",
                                "--keycloak=" + directory.resolve("nowhere"),
                                "--out=" + out,
                                "--in=" + directory))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(Files.exists(out)).isFalse();
    }
}
