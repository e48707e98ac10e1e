package io.ringkey.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.web.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeysTest {

    private static final String HEX = "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";

    @TempDir
    private Path temporary;

    private DataDirectory directory = new DataDirectory(Path.of(""));

    @BeforeEach
    void choose() {
        directory = new DataDirectory(temporary.resolve("data"));
    }

    @Test
    void makesBothKeysOnceBesideTheDatabaseForTheOwnerAlone() throws IOException {
        byte[] master = keys(Map.of()).masterKey();
        String outbox = keys(Map.of()).outboxKey();

        assertThat(master).hasSize(32);
        assertThat(outbox).hasSizeGreaterThanOrEqualTo(24);
        assertThat(keys(Map.of()).masterKey()).isEqualTo(master);
        assertThat(keys(Map.of()).outboxKey()).isEqualTo(outbox);
        for (Path file : List.of(directory.masterKey(), directory.outboxKey())) {
            assertThat(file.getParent()).isEqualTo(directory.path());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void takesTheSettingsKeysAndMakesNoFiles() {
        DataKeys keys = keys(Map.of("RINGKEY_MASTER_KEY", HEX, "RINGKEY_OUTBOX_KEY", "0123456789abcdef"));
        assertThat(keys.masterKey()).startsWith(0, 255);
        assertThat(keys.outboxKey()).isEqualTo("0123456789abcdef");
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void refusesADatabaseWhoseMasterKeyIsGone() throws IOException {
        Files.createDirectories(directory.cluster());
        assertThatThrownBy(() -> keys(Map.of()).masterKey())
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("put the file back");
        assertThat(directory.masterKey()).doesNotExist();
    }

    @Test
    void refusesASpoiltMasterKey() throws IOException {
        Files.createDirectories(directory.path());
        for (String spoilt : List.of("", "aGk", "not a key!")) {
            Files.writeString(directory.masterKey(), spoilt);
            assertThatThrownBy(() -> keys(Map.of()).masterKey())
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("does not hold a master key");
        }
    }

    @Test
    void givesAllWhoAskAtOnceTheSameKey() {
        List<String> answers = IntStream.range(0, 32)
                .parallel()
                .mapToObj(
                        any -> Base64.getEncoder().encodeToString(keys(Map.of()).masterKey()))
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
    }

    private DataKeys keys(Map<String, String> environment) {
        return new DataKeys(directory, Settings.of(environment), new SecureRandomness());
    }
}
