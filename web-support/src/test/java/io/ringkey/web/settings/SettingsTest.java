package io.ringkey.web.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String HEX = "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";
    private static final String SAMPLE_KEY = "ringkey-sample-key-do-not-deploy";

    @TempDir
    private Path directory;

    @Test
    void startsWithoutAnySettingOnTheDocumentedDefaults() {
        Settings settings = Settings.of(Map.of());
        assertThat(settings.text(Setting.ADDRESS)).isEqualTo("127.0.0.1");
        assertThat(settings.number(Setting.PORT)).isEqualTo(8000);
        assertThat(settings.number(Setting.MANAGEMENT_PORT)).isEqualTo(8001);
        assertThat(settings.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8000"));
        assertThat(settings.text(Setting.SMS_SENDER)).isEqualTo("outbox");
        assertThat(settings.flag(Setting.LIMITS)).isTrue();
        assertThat(settings.number(Setting.CODE_LENGTH)).isEqualTo(4);
        assertThat(settings.duration(Setting.CODE_TTL)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.duration(Setting.ACCESS_TTL)).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.duration(Setting.REFRESH_TTL)).isEqualTo(Duration.ofDays(30));
        assertThat(settings.duration(Setting.SESSION_IDLE)).isEqualTo(Duration.ofDays(14));
        assertThat(settings.duration(Setting.RESEND_AFTER)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.embeddedDatabase()).isTrue();
        assertThat(settings.masterKeys()).isEmpty();
        assertThat(settings.list(Setting.TRUSTED_PROXIES)).isEmpty();
    }

    @Test
    void refusesAnUnknownNameOfItsOwn() {
        assertThatThrownBy(() -> Settings.of(Map.of("RINGKEY_PROT", "1")))
                .isInstanceOf(BadSetting.class)
                .hasMessage("RINGKEY_PROT is not a setting of this program: .env.sample lists those that are.");
    }

    @Test
    void ignoresNamesThatAreNotItsOwn() {
        assertThatCode(() -> Settings.of(Map.of("PATH", "/bin", "ringkey_port", "x")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void takesAnEmptyValueForTheDefault(Setting setting) {
        Settings settings = Settings.of(Map.of(setting.variable(), "  "));
        assertThat(settings.given(setting)).isFalse();
        assertThat(settings.text(setting)).isEqualTo(setting.defaultValue());
    }

    @ParameterizedTest
    @CsvSource({
        "ADDRESS, a b",
        "PORT, 65536",
        "PORT, -1",
        "PORT, 99999999999",
        "PORT, http",
        "PUBLIC_URL, ftp://example.org",
        "PUBLIC_URL, https://user@example.org",
        "PUBLIC_URL, example.org",
        "PUBLIC_URL, https://example.org:99999",
        "PUBLIC_URL, 'https://exa mple.org'",
        "DATABASE_URL, postgresql://localhost/x",
        "DATABASE_URL, jdbc:postgresql://localhost/x?user=a&password=hunter2",
        "DATABASE_URL, jdbc:postgresql://a:hunter2@localhost/x",
        "MASTER_KEY, hunter2",
        "MASTER_KEY, aGk=",
        "SMS_SENDER, pigeon",
        "WEBHOOK_URL, /sms",
        "WEBHOOK_SECRET, hunter2",
        "LIMITS, no",
        "CODE_LENGTH, 3",
        "CODE_LENGTH, 10",
        "CODE_TTL, 0s",
        "CODE_TTL, -PT5M",
        "CODE_TTL, 5",
        "CODE_TTL, 5 minutes",
        "REFRESH_TTL, 99999999d",
        "ADMIN_PHONE, me",
        "OUTBOX_KEY, hunter2",
        "DEFAULT_REGION, ru",
        "DEFAULT_REGION, XX",
        "LANGUAGE, de",
        "TRUSTED_PROXIES, '10.0.0.1, example.org'",
        "TRUSTED_PROXIES, 10.0.0.0/33",
        "TRUSTED_PROXIES, 300.0.0.1",
        "CORS_ORIGINS, *",
        "CORS_ORIGINS, https://example.org/path",
        "LOG_FORMAT, xml",
        "LOG_LEVEL, loud"
    })
    void refusesABadValueInOneSentenceThatNamesTheVariableOnly(Setting setting, String value) { // C1
        assertThatThrownBy(() -> Settings.of(Map.of(setting.variable(), value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(setting.variable() + " ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"PT5M,PT5M", "5m,PT5M", "60s,PT60S", "2h,PT2H", "30d,PT720H", "P30D,PT720H"})
    void readsLengthsOfTimeInBothForms(String written, Duration meant) {
        assertThat(Settings.of(Map.of("RINGKEY_CODE_TTL", written)).duration(Setting.CODE_TTL))
                .isEqualTo(meant);
    }

    @Test
    void readsLists() {
        Settings settings = Settings.of(Map.of(
                "RINGKEY_TRUSTED_PROXIES", "10.0.0.0/8, ::1 ,", "RINGKEY_CORS_ORIGINS", "https://a.example:8443"));
        assertThat(settings.list(Setting.TRUSTED_PROXIES)).containsExactly("10.0.0.0/8", "::1");
        assertThat(settings.list(Setting.CORS_ORIGINS)).containsExactly("https://a.example:8443");
    }

    @Test
    void leavesTheSlashOffThePublicAddress() {
        assertThat(Settings.of(Map.of("RINGKEY_PUBLIC_URL", "https://example.org/x/"))
                        .publicUrl())
                .isEqualTo(URI.create("https://example.org/x"));
    }

    @Test
    void resolvesPathsAgainstTheRootAndTheDataAgainstTheDirectoryTypedIn() {
        Path root = directory.resolve("root");
        Path typedIn = directory.resolve("typed");
        Settings settings = Settings.of(Map.of("RINGKEY_MASTER_KEY_FILE", "keys/master"), root, typedIn);
        assertThat(settings.path(Setting.MASTER_KEY_FILE)).isEqualTo(root.resolve("keys/master"));
        assertThat(settings.path(Setting.DATA_DIR)).isEqualTo(typedIn.resolve("data"));
        Settings absolute = Settings.of(Map.of("RINGKEY_DATA_DIR", root.toString()), root, typedIn);
        assertThat(absolute.path(Setting.DATA_DIR)).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEX,
                "AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8=",
                "AP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8"
            })
    void readsTheMasterKeyInEverySpelling(String written) {
        assertThat(masterKeys(Settings.of(Map.of("RINGKEY_MASTER_KEY", written))))
                .singleElement()
                .satisfies(key -> assertThat(key).hasSize(32).startsWith(0, 255, 0, 255));
    }

    @Test
    void readsTheMasterKeyFromAFile() throws IOException {
        Files.writeString(directory.resolve("key"), HEX + "\n");
        Settings settings = Settings.of(Map.of("RINGKEY_MASTER_KEY_FILE", "key"), directory, directory);
        assertThat(masterKeys(settings)).hasSize(1);
        Files.writeString(directory.resolve("key"), HEX + "\nnext:" + "ab".repeat(32) + "\n" + "cd".repeat(32) + "\n");
        assertThat(masterKeys(settings))
                .as("as it is now, the one that is announced last")
                .extracting(key -> key[0])
                .containsExactly((byte) 0, (byte) 0xcd, (byte) 0xab);
    }

    @Test
    void readsSeveralMasterKeysInTheirOrder() {
        assertThat(masterKeys(Settings.of(Map.of("RINGKEY_MASTER_KEY", "ab".repeat(32) + " ," + HEX + ","))))
                .extracting(key -> key[0])
                .containsExactly((byte) 0xab, (byte) 0);
    }

    @Test
    void refusesOneBadMasterKeyOfSeveral() throws IOException {
        String bad = HEX + "," + HEX + "," + HEX.substring(2);
        assertThatThrownBy(() -> Settings.of(Map.of("RINGKEY_MASTER_KEY", bad)))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("number 3 is none")
                .hasMessageNotContaining("00ff");
        Files.writeString(directory.resolve("key"), bad.replace(',', '\n'));
        Settings settings = Settings.of(Map.of("RINGKEY_MASTER_KEY_FILE", "key"), directory, directory);
        assertThatThrownBy(settings::masterKeys)
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("number 3 is none")
                .hasMessageNotContaining("00ff");
        assertRefused(Map.of("MASTER_KEY", ","), "RINGKEY_MASTER_KEY must be");
        assertRefused(Map.of("MASTER_KEY", "next:" + HEX), "RINGKEY_MASTER_KEY must be");
    }

    private static List<byte[]> masterKeys(Settings settings) {
        return settings.masterKeys().orElseThrow().bytes();
    }

    @Test
    void refusesAMasterKeyFileThatIsAbsentOrHoldsSomethingElse() throws IOException {
        Settings settings = Settings.of(Map.of("RINGKEY_MASTER_KEY_FILE", "key"), directory, directory);
        assertThatThrownBy(settings::masterKeys).isInstanceOf(BadSetting.class).hasMessageContaining("cannot be read");
        Files.writeString(directory.resolve("key"), "hunter2");
        assertThatThrownBy(settings::masterKeys)
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("RINGKEY_MASTER_KEY_FILE ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesTwoMasterKeys() {
        assertRefused(Map.of("MASTER_KEY", HEX, "MASTER_KEY_FILE", "key"), "RINGKEY_MASTER_KEY ");
    }

    @Test
    void asksForAMasterKeyWithADatabaseOfOnesOwn() {
        Map<String, String> own = Map.of("DATABASE_URL", "jdbc:postgresql://db/ringkey");
        assertRefused(own, "RINGKEY_MASTER_KEY ");
        assertTaken(with(own, "MASTER_KEY", HEX));
        assertTaken(with(own, "MASTER_KEY_FILE", "key"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"DATABASE_PASSWORD", "QUERY_DATABASE_PASSWORD", "MASTER_KEY", "WEBHOOK_SECRET", "OUTBOX_KEY"})
    void refusesTheSampleSecretsWherePeopleReachIt(Setting secret) {
        Map<String, String> sample = Map.of(secret.name(), secret.sampleSecret().orElseThrow());
        assertTaken(sample);
        assertTaken(with(sample, "PUBLIC_URL", "http://localhost:9000"));
        assertTaken(with(sample, "PUBLIC_URL", "http://[::1]:9000"));
        assertRefused(with(sample, "PUBLIC_URL", "https://example.org"), secret.variable() + " ");
        assertRefused(with(sample, "PUBLIC_URL", "https://127.example.org"), secret.variable() + " ");
    }

    @Test
    void knowsTheSampleMasterKeyInAnySpellingAndInAFile() throws IOException {
        String hex = HexFormat.of().formatHex(SAMPLE_KEY.getBytes(StandardCharsets.UTF_8));
        assertRefused(Map.of("MASTER_KEY", hex, "PUBLIC_URL", "https://example.org"), "RINGKEY_MASTER_KEY ");
        assertRefused(
                Map.of("MASTER_KEY", HEX + "," + hex, "PUBLIC_URL", "https://example.org"), "RINGKEY_MASTER_KEY ");
        Files.writeString(directory.resolve("key"), hex);
        Settings settings = Settings.of(
                Map.of("RINGKEY_MASTER_KEY_FILE", "key", "RINGKEY_PUBLIC_URL", "https://example.org"),
                directory,
                directory);
        assertThatThrownBy(settings::masterKeys).isInstanceOf(BadSetting.class).hasMessageContaining(".env.sample");
    }

    @ParameterizedTest
    @CsvSource({"SMS_SENDER, echo", "LIMITS, off"})
    void keepsDevelopmentDoorsToThisMachine(String door, String open) { // C23
        Map<String, String> setting = Map.of(door, open);
        assertTaken(setting);
        assertTaken(with(setting, "ADDRESS", "::1"));
        assertTaken(with(setting, "ADDRESS", "localhost"));
        assertRefused(with(setting, "ADDRESS", "0.0.0.0"), "RINGKEY_" + door + "=" + open + " ");
        assertRefused(with(setting, "ADDRESS", "::"), "RINGKEY_" + door + "=" + open + " ");
        assertRefused(with(setting, "ADDRESS", "ringkey.local"), "RINGKEY_" + door + "=" + open + " ");
        assertRefused(with(setting, "TRUSTED_PROXIES", "127.0.0.1"), "RINGKEY_" + door + "=" + open + " ");
    }

    @Test
    void asksTheWebhookForItsAddressAndSecret() {
        Map<String, String> webhook = Map.of("SMS_SENDER", "webhook");
        Map<String, String> addressed = with(webhook, "WEBHOOK_URL", "https://sms.example.org/send");
        assertRefused(webhook, "RINGKEY_WEBHOOK_URL ");
        assertRefused(addressed, "RINGKEY_WEBHOOK_SECRET ");
        assertTaken(with(addressed, "WEBHOOK_SECRET", "0123456789abcdef"));
    }

    @Test
    void hidesSecretsAndTheAdminsNumberWhenPrinted() {
        String printed = Settings.of(Map.of(
                        "RINGKEY_OUTBOX_KEY", "0123456789abcdef",
                        "RINGKEY_MASTER_KEY", HEX,
                        "RINGKEY_ADMIN_PHONE", "+79136740000",
                        "RINGKEY_PORT", "9000"))
                .toString();
        assertThat(printed)
                .startsWith("Settings[RINGKEY_ADDRESS=127.0.0.1, RINGKEY_PORT=9000, ")
                .contains("RINGKEY_OUTBOX_KEY=***", "RINGKEY_MASTER_KEY=***", "RINGKEY_ADMIN_PHONE=***")
                .contains("RINGKEY_WEBHOOK_SECRET=,")
                .doesNotContain("0123456789abcdef", HEX, "9136740000");
    }

    @Test
    void takesWhatTheProgramFoundOutItself() {
        Settings asked = Settings.of(Map.of("RINGKEY_MASTER_KEY_FILE", "key", "RINGKEY_PORT", "0"));
        Settings complete = asked.with(Setting.MASTER_KEY, HEX).with(Setting.PORT, "8123");
        assertThat(masterKeys(complete)).hasSize(1);
        assertThat(complete.number(Setting.PORT)).isEqualTo(8123);
        assertThat(asked.number(Setting.PORT)).isZero();
        assertThat(complete.with(Setting.PORT, "").number(Setting.PORT)).isEqualTo(8000);
        assertThatThrownBy(() -> asked.with(Setting.PORT, "x")).isInstanceOf(BadSetting.class);
    }

    @Test
    void refusesToReadASettingAsAnotherKind() {
        Settings settings = Settings.of(Map.of());
        assertThatThrownBy(() -> settings.number(Setting.ADDRESS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.flag(Setting.LANGUAGE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertTaken(Map<String, String> named) {
        assertThatCode(() -> Settings.of(prefixed(named))).doesNotThrowAnyException();
    }

    private static void assertRefused(Map<String, String> named, String start) {
        assertThatThrownBy(() -> Settings.of(prefixed(named)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(start)
                .hasMessageEndingWith(".");
    }

    private static Map<String, String> with(Map<String, String> named, String name, String value) {
        Map<String, String> more = new HashMap<>(named);
        more.put(name, value);
        return more;
    }

    private static Map<String, String> prefixed(Map<String, String> named) {
        Map<String, String> environment = new HashMap<>();
        named.forEach((name, value) -> environment.put(Setting.PREFIX + name, value));
        return environment;
    }
}
