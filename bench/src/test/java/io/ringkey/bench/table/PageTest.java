package io.ringkey.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.bench.table.Page.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static final Circumstances SEEN = new Circumstances(
            Instant.parse("2026-11-23T12:34:56Z"),
            new Machine("A Processor", 2, "24 GB", "Linux, amd64", "A VM 25"),
            new Steadiness(0.071, 0.34),
            Map.of("server_version", "18.6"),
            "ext4",
            "5 rounds");

    @TempDir
    Path directory;

    @Test
    void showsEachFigureBesideItsLimit() throws IOException {
        Path page = directory.resolve("docs/performance.md");

        Page.write(page, SEEN, List.of(row(40, new Goal.AtLeast(0.25, 0.5))));

        assertThat(page)
                .content()
                .contains("| Something | 40.0 /s (30.0 to 50.0) | its limit | 100 /s (90.0 to 110) | 0.40 |"
                        + " ≥ 0.25, aim 0.50 | must reached |")
                .contains(
                        "2026-11-23T12:34:00Z",
                        "A Processor, 2 processors",
                        "in 7.1 % of all moments",
                        "18.6",
                        "5 rounds");
    }

    @Test
    void leavesWhatWasWrittenByHand() throws IOException {
        Path page = directory.resolve("performance.md");
        Page.write(page, SEEN, List.of(row(40, new Goal.None())));
        Files.writeString(page, Files.readString(page) + "\nMost of it goes to the disk.\n");

        Page.write(page, SEEN, List.of(row(60, new Goal.None())));

        assertThat(page)
                .content()
                .contains("| Something | 60.0 /s")
                .doesNotContain("| Something | 40.0 /s")
                .endsWith("## Where the time goes\n\nMost of it goes to the disk.\n");
    }

    @Test
    void saysWhetherAGoalWasReached() {
        assertThat(row(20, new Goal.AtLeast(0.25, 0.5)).verdict()).isEqualTo(Goal.Verdict.MISSED);
        assertThat(row(25, new Goal.AtLeast(0.25, 0.5)).verdict()).isEqualTo(Goal.Verdict.MUST);
        assertThat(row(50, new Goal.AtLeast(0.25, 0.5)).verdict()).isEqualTo(Goal.Verdict.AIM);
        assertThat(row(161, new Goal.AtMost(1.6, 1.2)).verdict()).isEqualTo(Goal.Verdict.MISSED);
        assertThat(row(160, new Goal.AtMost(1.6, 1.2)).verdict()).isEqualTo(Goal.Verdict.MUST);
        assertThat(row(51, new Goal.Within(50, 25)).verdict()).isEqualTo(Goal.Verdict.MISSED);
        assertThat(row(25, new Goal.Within(50, 25)).verdict()).isEqualTo(Goal.Verdict.AIM);
        assertThat(row(25, new Goal.None()).verdict()).isEqualTo(Goal.Verdict.NONE);
    }

    private static Row row(double figure, Goal goal) {
        return new Row(
                "Something",
                "/s",
                new Statistics(figure, figure - 10, figure + 10),
                new Row.Against("its limit", new Statistics(100, 90, 110)),
                goal);
    }
}
