package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start loads no library that nothing of it makes use of. */
class LeanStartTest {

    private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

    @TempDir
    Path directory;

    @Test
    void leavesAloneWhatNobodyHasAskedFor() throws IOException {
        Path log = directory.resolve("classes.log");
        try (var program =
                RunningProgram.start(directory, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log))) {
            assertThat(loaded(log, "org.hibernate.internal.SessionFactoryImpl")).isNotEmpty();
            assertThat(loaded(log, "net.bytebuddy.")).isEmpty();
            assertThat(loaded(log, "org.hibernate.validator.internal.")).isEmpty();
            assertThat(loaded(log, "org.springframework.aop.framework.autoproxy.AbstractAdvisorAutoProxyCreator"))
                    .isEmpty();
            assertThat(loaded(log, "io.swagger.v3.core.util.Json31")).isEmpty();

            assertThat(Client.of(program.url()).get("/v3/api-docs").status()).isEqualTo(200);

            assertThat(loaded(log, "io.swagger.v3.core.util.Json31")).isNotEmpty();
        }
    }

    private static Stream<String> loaded(Path log, String beginning) throws IOException {
        return Files.readAllLines(log).stream()
                .map(LOADED::matcher)
                .filter(line -> line.find() && line.group(1).startsWith(beginning))
                .map(line -> line.group(1));
    }
}
