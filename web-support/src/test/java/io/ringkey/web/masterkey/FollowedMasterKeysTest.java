package io.ringkey.web.masterkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.web.sample.SettableClock;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedMasterKeysTest {

    private static final String OLD = "01".repeat(32);
    private static final String NEW = "02".repeat(32);
    private static final byte[] PLACE = "cookie-1".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Settings settings = Settings.of(Map.of());

    @BeforeEach
    void write() throws IOException {
        settings = Settings.of(
                Map.of("RINGKEY_MASTER_KEY_FILE", directory.resolve("key").toString()));
        write(OLD);
    }

    @Test
    void aKeyThatIsAnnouncedOpensAndDoesNotWrap() throws IOException {
        MasterKeys keys = followed();
        write(OLD + "\nnext:" + NEW + "\n");
        assertThat(keys.all()).hasSize(1);

        clock.forward(FollowedMasterKeys.GOOD_FOR);

        assertThat(ids(keys)).containsExactly(id(OLD), id(NEW));
        assertThat(keys.current().id()).isEqualTo(id(OLD));
    }

    @Test
    void theOneThatIsPutFirstWrapsWithinASecond() throws IOException {
        MasterKeys keys = followed();
        write(NEW + "\n" + OLD + "\n");
        clock.forward(FollowedMasterKeys.GOOD_FOR);

        byte[] wrapped = keys.wrap(new byte[32], PLACE);

        assertThat(key(NEW).unwrap(wrapped, PLACE)).isPresent();
        assertThat(key(OLD).unwrap(wrapped, PLACE)).isEmpty();
    }

    @Test
    void aKeyThatIsNotKnownIsLookedForAtOnce() throws IOException {
        MasterKeys keys = followed();
        byte[] wrapped = key(NEW).wrap(new byte[32], PLACE);
        assertThat(keys.unwrap(wrapped, PLACE)).isEmpty();

        write(NEW + "\n" + OLD + "\n");

        assertThat(keys.unwrap(wrapped, PLACE)).isPresent();
    }

    @Test
    void thoseThatAreKnownStayWhileTheFileCannotBeRead() throws IOException {
        MasterKeys keys = followed();
        byte[] wrapped = keys.wrap(new byte[32], PLACE);
        for (String spoilt : List.of("", "nothing\n", OLD + "\nnothing\n")) {
            write(spoilt);
            clock.forward(FollowedMasterKeys.GOOD_FOR);
            assertThat(ids(keys)).containsExactly(id(OLD));
        }
        Files.delete(directory.resolve("key"));
        clock.forward(FollowedMasterKeys.GOOD_FOR);
        assertThat(keys.unwrap(wrapped, PLACE)).isPresent();
        assertThatThrownBy(this::followed).isInstanceOf(BadSetting.class).hasMessageContaining("cannot be read");

        write(NEW + "\n" + OLD);
        clock.forward(FollowedMasterKeys.GOOD_FOR);
        assertThat(ids(keys)).containsExactly(id(NEW), id(OLD));
    }

    @Test
    void thoseOfASettingStayAsTheyAre() {
        MasterKeys keys = MasterKeyConfiguration.of(Settings.of(Map.of("RINGKEY_MASTER_KEY", NEW + "," + OLD)));

        assertThat(ids(keys)).containsExactly(id(NEW), id(OLD));
        assertThatThrownBy(() -> MasterKeyConfiguration.of(Settings.of(Map.of())))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("RINGKEY_MASTER_KEY");
    }

    private MasterKeys followed() {
        return new FollowedMasterKeys(
                () -> MasterKeyConfiguration.of(MasterKeyConfiguration.written(settings))
                        .all(),
                clock);
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve("key"), content);
    }

    private static MasterKey key(String hex) {
        return new MasterKey(HexFormat.of().parseHex(hex));
    }

    private static String id(String hex) {
        return key(hex).id();
    }

    private static List<String> ids(MasterKeys keys) {
        return keys.all().stream().map(MasterKey::id).toList();
    }
}
