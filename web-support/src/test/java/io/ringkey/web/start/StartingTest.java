package io.ringkey.web.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.web.sample.Sample;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Settings;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// Whoever captures takes the whole process's output: two at once would give back each other's.
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@ExtendWith(OutputCaptureExtension.class)
class StartingTest {

    @Configuration(proxyBeanMethods = false)
    static class Refusing {
        @Bean
        Object refuses() {
            throw new BadSetting("RINGKEY_PORT is taken.");
        }
    }

    @Test
    void mapsSettingsToSpring() {
        var properties = SpringProperties.of(
                Settings.of(Map.of(
                        "RINGKEY_ADDRESS", "0.0.0.0",
                        "RINGKEY_PORT", "9000",
                        "RINGKEY_MANAGEMENT_PORT", "9001",
                        "RINGKEY_LOG_LEVEL", "debug",
                        "RINGKEY_LOG_FORMAT", "json")),
                "command-side");

        assertThat(properties)
                .containsEntry("spring.application.name", "command-side")
                .containsEntry("server.address", "0.0.0.0")
                .containsEntry("server.port", 9000)
                .containsEntry("management.server.address", "127.0.0.1")
                .containsEntry("management.server.port", 9001)
                .containsEntry("logging.level.io.ringkey", "debug")
                .containsEntry("logging.level.root", "info")
                .containsEntry("logging.structured.format.console", "ecs")
                .doesNotContainKey("logging.pattern.console");
    }

    @Test
    void logsPlainTextUnlessToldOtherwise() {
        var properties = SpringProperties.of(Settings.of(Map.of("RINGKEY_LOG_LEVEL", "error")), "x");

        assertThat(properties)
                .containsEntry("logging.level.root", "error")
                .containsKey("logging.pattern.console")
                .doesNotContainKey("logging.structured.format.console");
    }

    @Test
    void saysABadSettingInOneSentenceAndEndsWithTwo(CapturedOutput output) {
        var code = new AtomicInteger();

        RingkeyApplication.orExit(
                () -> {
                    throw new IllegalStateException("outside", new BadSetting("RINGKEY_PORT is taken."));
                },
                code::set);

        assertThat(output.getErr()).isEqualToIgnoringNewLines("RINGKEY_PORT is taken.");
        assertThat(code).hasValue(2);
    }

    @Test
    void leavesOtherFaultsAsTheyAre() {
        assertThatThrownBy(() -> RingkeyApplication.orExit(
                        () -> {
                            throw new IllegalStateException("another");
                        },
                        code -> {}))
                .hasMessage("another");
    }

    @Test
    void reportsABadSettingThatComesUpLateNoDifferently(CapturedOutput output) {
        var code = new AtomicInteger();

        RingkeyApplication.orExit(
                () -> RingkeyApplication.run(
                        Refusing.class,
                        Settings.of(Map.of()),
                        "x",
                        application -> application.setWebApplicationType(WebApplicationType.NONE)),
                code::set);

        assertThat(code).hasValue(2);
        assertThat(output.getErr()).contains("RINGKEY_PORT is taken.");
        assertThat(output.getAll()).doesNotContain("APPLICATION FAILED TO START", "\tat ");
    }

    @Test
    void silencesWhatWouldPhoneHome() {
        assertThat(Sample.running().context.isRunning()).isTrue();

        assertThat(System.getProperty("axoniq.update-checker.disabled")).isEqualTo("true");
        assertThat(System.getProperty("disable-axoniq-console-message")).isEqualTo("true");
    }
}
