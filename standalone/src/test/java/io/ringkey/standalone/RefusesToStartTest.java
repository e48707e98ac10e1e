package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.RunningProgram;
import io.ringkey.standalone.support.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One sentence and an exit code, never a stack trace. */
class RefusesToStartTest {

    @TempDir
    private Path directory;

    @Test
    void withASettingThatDoesNotExist() {
        assertOneSentence(RunningProgram.refusal(directory, Map.of("RINGKEY_PROT", "8000")), 2, "RINGKEY_PROT");
    }

    @Test
    void withABadValue() {
        assertOneSentence(
                RunningProgram.refusal(directory, Map.of("RINGKEY_CODE_LENGTH", "10")), 2, "RINGKEY_CODE_LENGTH");
    }

    // C23
    @Test
    void withTheEchoSenderOffLoopback() {
        assertOneSentence(
                RunningProgram.refusal(directory, Map.of("RINGKEY_SMS_SENDER", "echo", "RINGKEY_ADDRESS", "0.0.0.0")),
                2,
                "RINGKEY_SMS_SENDER");
    }

    // C23
    @Test
    void withLimitsOffBehindAProxy() {
        assertOneSentence(
                RunningProgram.refusal(
                        directory, Map.of("RINGKEY_LIMITS", "off", "RINGKEY_TRUSTED_PROXIES", "10.0.0.0/8")),
                2,
                "RINGKEY_LIMITS");
    }

    @Test
    void onTheDataOfANewerRelease() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/release"), "99\n");

        assertOneSentence(RunningProgram.refusal(directory, Map.of()), 3, "newer release");
    }

    /** Found out while the rest of the program starts. */
    @Test
    void onADatabaseThatAnotherPostgresWrote() throws IOException {
        Path postgres = Files.createDirectories(directory.resolve("data/pg/cluster"));
        Files.writeString(postgres.resolve("PG_VERSION"), "17\n");
        Files.writeString(postgres.resolveSibling("password"), "secret\n");

        Finished refused = RunningProgram.refusal(directory, Map.of("RINGKEY_MASTER_KEY", "5a".repeat(32)));

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.output().strip().lines().toList().getLast()).contains("was written by PostgreSQL 17");
        assertThat(refused.output()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void onADatabaseThatIsNotThere() {
        Finished refused = RunningProgram.refusal(
                directory,
                Map.of(
                        "RINGKEY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                        "RINGKEY_DATABASE_USER", "nobody",
                        "RINGKEY_MASTER_KEY", "00".repeat(32)));

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.output()).contains("127.0.0.1:1").doesNotContain("\tat ");
    }

    private static void assertOneSentence(Finished refused, int exitCode, String about) {
        assertThat(refused.output()).contains(about).doesNotContain("\tat ", "Exception");
        assertThat(refused.output().strip().lines()).hasSize(1);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(exitCode);
    }
}
