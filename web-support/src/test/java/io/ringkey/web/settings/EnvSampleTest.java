package io.ringkey.web.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvSampleTest {

    private static final Pattern LINE = Pattern.compile("#?(RINGKEY_\\w+)=(.*)");

    private List<String> lines = List.of();

    @BeforeEach
    void readTheSample() throws IOException {
        // Tests run in the module's directory, the sample stands beside the modules.
        lines = Files.readAllLines(Path.of("..", ".env.sample"));
    }

    @Test
    void namesEverySettingOnceInTheCataloguesOrder() {
        List<String> named = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                named.add(matcher.group(1));
            }
        }
        assertThat(named)
                .isEqualTo(
                        Arrays.stream(Setting.values()).map(Setting::variable).toList());
    }

    @Test
    void showsEveryDefaultOrTheSampleOfASecret() {
        for (Setting setting : Setting.values()) {
            String shown = setting.sampleSecret().orElse(setting.defaultValue());
            assertThat(lines).anyMatch(line -> line.matches("#?" + Pattern.quote(setting.variable() + "=" + shown)));
        }
    }

    @Test
    void explainsEverySettingRightAboveIt() {
        for (Setting setting : Setting.values()) {
            List<String> explanation =
                    setting.explanation().lines().map(line -> "# " + line).toList();
            assertThat(explanation).as(setting.name()).hasSizeBetween(1, 2);
            int at = lines.indexOf(explanation.getFirst());
            assertThat(at).as(setting.name()).isNotNegative();
            assertThat(lines.subList(at, at + explanation.size())).isEqualTo(explanation);
            assertThat(lines.get(at + explanation.size())).matches("#?" + setting.variable() + "=.*");
        }
    }

    @Test
    void startsAProgramAsItStandsAndWithEveryLineSwitchedOn() {
        String asItStands = String.join("\n", lines);
        String switchedOn = asItStands.replaceAll("(?m)^#RINGKEY_", "RINGKEY_");
        assertThat(Settings.of(DotEnv.parse(asItStands)).embeddedDatabase()).isTrue();
        assertThat(Settings.of(DotEnv.parse(switchedOn)).embeddedDatabase()).isTrue();
    }

    @Test
    void printsASampleForEverySecretAndForNothingElse() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.sampleSecret().isPresent()).as(setting.name()).isEqualTo(setting.secret());
        }
    }
}
