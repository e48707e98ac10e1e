package io.ringkey.command.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void areRememberedAsFarAsTheLargestBudgetOfADayNeedsThem() {
        Sends sends = Sends.NONE;
        for (int second = 0; second < 10 * Sends.MOST; second++) {
            sends = sends.and(NOW.plusSeconds(second));
        }

        assertThat(sends.times())
                .hasSize(Sends.MOST)
                .startsWith(NOW.plusSeconds(9 * Sends.MOST))
                .endsWith(NOW.plusSeconds(10 * Sends.MOST - 1))
                .isSorted();
        assertThat(aDay(Sends.MOST).number(Setting.SENDS_A_DAY)).isEqualTo(Sends.MOST);
        assertThatThrownBy(() -> aDay(Sends.MOST + 1)).isInstanceOf(BadSetting.class);
    }

    @Test
    void areForgottenAfterADay() {
        Sends sends = Sends.NONE.and(NOW).and(NOW.plus(Duration.ofHours(23)));

        assertThat(sends.and(NOW.plus(Duration.ofDays(1))).times())
                .containsExactly(NOW.plus(Duration.ofHours(23)), NOW.plus(Duration.ofDays(1)));
    }

    private static Settings aDay(int most) {
        return Settings.of(Map.of("RINGKEY_SENDS_A_DAY", Integer.toString(most)));
    }
}
