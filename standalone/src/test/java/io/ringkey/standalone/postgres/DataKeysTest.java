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
        List<byte[]> master = masterKeys(keys(Map.of()));
        String outbox = keys(Map.of()).outboxKey();

        assertThat(master).singleElement().satisfies(key -> assertThat(key).hasSize(32));
        assertThat(outbox).hasSizeGreaterThanOrEqualTo(24);
        assertThat(masterKeys(keys(Map.of()))).containsExactlyElementsOf(master);
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
        assertThat(masterKeys(keys))
                .singleElement()
                .satisfies(key -> assertThat(key).startsWith(0, 255));
        assertThat(keys.outboxKey()).isEqualTo("0123456789abcdef");
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void refusesADatabaseWhoseMasterKeyIsGone() throws IOException {
        Files.createDirectories(directory.cluster());
        assertThatThrownBy(() -> keys(Map.of()).withMasterKeys())
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("put the file back");
        assertThat(directory.masterKey()).doesNotExist();
    }

    @Test
    void refusesASpoiltMasterKey() throws IOException {
        Files.createDirectories(directory.path());
        for (String spoilt : List.of("", "aGk", "not a key!", HEX + "\naGk\n", "next:" + HEX)) {
            Files.writeString(directory.masterKey(), spoilt);
            assertThatThrownBy(() -> keys(Map.of()).withMasterKeys())
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("does not hold a master key");
        }
    }

    @Test
    void givesAllWhoAskAtOnceTheSameKey() {
        List<String> answers = IntStream.range(0, 32)
                .parallel()
                .mapToObj(any -> Base64.getEncoder()
                        .encodeToString(masterKeys(keys(Map.of())).getFirst()))
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
    }

    @Test
    void takesAllKeysOfTheFileWhileOneReplacesAnother() throws IOException {
        Files.createDirectories(directory.cluster());
        Files.writeString(directory.masterKey(), HEX + "\n" + "ab".repeat(32) + "\nnext:" + "cd".repeat(32) + "\n");

        assertThat(masterKeys(keys(Map.of()))).extracting(key -> key[0]).containsExactly((byte) 0, (byte) 0xab, (byte)
                0xcd);
    }

    private static List<byte[]> masterKeys(DataKeys keys) {
        return keys.withMasterKeys().masterKeys().orElseThrow().bytes();
    }

    private DataKeys keys(Map<String, String> environment) {
        return new DataKeys(directory, Settings.of(environment), new SecureRandomness());
    }
}
