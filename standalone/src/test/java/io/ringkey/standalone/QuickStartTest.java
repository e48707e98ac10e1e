package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the README's quick start, run as they stand there. */
class QuickStartTest {

    private static final Pattern BLOCK = Pattern.compile("<!-- quick-start -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void theReadmesCallsSignAPersonIn() throws IOException, InterruptedException {
        Matcher block = BLOCK.matcher(Files.readString(Checkout.root().resolve("README.md")));
        assertThat(block.find()).isTrue();
        try (RunningProgram program =
                RunningProgram.start(directory, Map.of("RINGKEY_PORT", "8000", "RINGKEY_MANAGEMENT_PORT", "8001"))) {
            assertThat(program.output()).contains("http://127.0.0.1:8000/swagger/", "/outbox/", "data");

            Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.group(1))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).as(printed).isZero();
            assertThat(printed).contains("\"challenge_id\"", "\"access\"", "\"refresh\"", "\"invite_code\"");
        }
    }
}
