package io.ringkey.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.compose.ComposeFile.Service;
import io.ringkey.standalone.support.Checkout;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docker-compose.yml} and the files beside it promise without being run. */
class ComposeFileTest {

    private static final Path ROOT = Checkout.root();
    private static final List<String> SIDES = List.of("command-side", "query-side");

    /** A container has neither a data directory nor files of the machine around it. */
    private static final Set<Setting> OF_NO_USE_THERE = Set.of(Setting.DATA_DIR, Setting.MASTER_KEY_FILE);

    @Test
    void tellsTheSidesEverySetting() {
        Set<String> told = new HashSet<>();
        SIDES.forEach(
                side -> told.addAll(file(Map.of()).service(side).environment().keySet()));

        List<String> known = Arrays.stream(Setting.values())
                .filter(setting -> !OF_NO_USE_THERE.contains(setting))
                .map(Setting::variable)
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void givesEachSideTheSecretsOfItsOwnAlone() {
        assertThat(file(Map.of()).service("query-side").environment())
                .doesNotContainKeys("RINGKEY_DATABASE_PASSWORD", "RINGKEY_WEBHOOK_SECRET", "RINGKEY_OUTBOX_KEY");
        assertThat(file(Map.of()).service("command-side").environment())
                .doesNotContainKey("RINGKEY_QUERY_DATABASE_PASSWORD");
    }

    @Test
    void startsWithTheSampleAndWithNoEnvFileAlike() {
        for (String envFile : List.of(".env.sample", "no such file")) {
            ComposeFile file = ComposeFile.read(ROOT, envFile, Map.of());
            SIDES.forEach(side -> {
                Settings settings = Settings.of(file.service(side).environment());
                assertThat(settings.publicUrl()).hasToString("http://127.0.0.1:8000");
                assertThat(settings.embeddedDatabase()).isFalse();
            });
        }
    }

    @Test
    void takesWhatTheEnvironmentSays() {
        Map<String, String> told = file(Map.of("RINGKEY_CODE_LENGTH", "6", "RINGKEY_PORT", "8443"))
                .service("command-side")
                .environment();
        assertThat(told)
                .containsEntry("RINGKEY_CODE_LENGTH", "6")
                .containsEntry("RINGKEY_PUBLIC_URL", "http://127.0.0.1:8443")
                .containsEntry("RINGKEY_PORT", "8000");
    }

    // C23
    @Test
    void publishesTheProxyAloneAndOnLoopbackAlone() {
        file(Map.of()).services().values().forEach(service -> {
            if (service.name().equals("proxy")) {
                assertThat(service.published()).containsExactly(Map.entry("127.0.0.1:8000", 8080));
            } else {
                assertThat(service.published()).as(service.name()).isEmpty();
            }
        });
    }

    @Test
    void startsTheSidesAsTheirImagesDo() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        for (String side : SIDES) {
            Service service = file(Map.of()).service(side);
            String words = String.join("\", \"", service.entrypoint());
            String stage = dockerfile.substring(dockerfile.indexOf(" AS " + side + "\n"));
            Matcher entrypoint = Pattern.compile("ENTRYPOINT (.*)").matcher(stage);
            assertThat(entrypoint.find()).isTrue();
            assertThat(entrypoint.group(1)).isEqualTo("[\"" + words + "\"]");
        }
    }

    @Test
    void copiesThePomOfEveryModuleIntoTheImage() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        List<String> ignored = Files.readAllLines(ROOT.resolve(".dockerignore"));
        Matcher modules = Pattern.compile("<module>(.*)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (modules.find()) {
            String module = modules.group(1);
            assertThat(dockerfile).contains("COPY " + module + "/pom.xml " + module + "/\n");
            assertThat(ignored).doesNotContain(module, module + "/", module + "/pom.xml");
        }
    }

    @Test
    void letsTheProxySayWhatTheSidesWouldSay() throws IOException {
        String configuration = Files.readString(ROOT.resolve("deploy/proxy/nginx.conf"));
        for (String language : List.of("ru", "en")) {
            Properties wording = new Properties();
            Path bundle = ROOT.resolve("web-support/src/main/resources/ringkey/problems_" + language + ".properties");
            try (Reader reader = Files.newBufferedReader(bundle, StandardCharsets.UTF_8)) {
                wording.load(reader);
            }
            for (String code : List.of("try-later", "body.too-large", "body.unreadable")) {
                assertThat(configuration)
                        .contains("\"title\":\"" + wording.getProperty(code + ".title") + "\"")
                        .contains("\"detail\":\"" + wording.getProperty(code + ".detail") + "\"");
            }
        }
    }

    @Test
    void putsVariablesInAsComposeDoes() {
        Interpolation interpolation = new Interpolation(Map.of("A", "a", "EMPTY", ""));
        assertThat(interpolation.of("${A}-${B}-$$A")).isEqualTo("a--$A");
        assertThat(interpolation.of("${EMPTY:-x}${EMPTY-y}${B-z}")).isEqualTo("xz");
        assertThat(interpolation.of("${A:+on}${EMPTY:+off}")).isEqualTo("on");
        assertThat(interpolation.of("${B:-http://${A:-no}:${C:-8}/}")).isEqualTo("http://a:8/");
    }

    @Test
    void readsTheDatabasesScriptAsPsqlDoes() {
        String script = """
                -- a comment; no statement
                \\getenv word WORD
                CREATE ROLE one PASSWORD :'word';

                CREATE ROLE two;
                """;
        assertThat(PlainDatabase.statements(script, Map.of("WORD", "it's")))
                .containsExactly("CREATE ROLE one PASSWORD 'it''s'", "CREATE ROLE two");
    }

    private static ComposeFile file(Map<String, String> environment) {
        return ComposeFile.read(ROOT, ".env.sample", environment);
    }
}
