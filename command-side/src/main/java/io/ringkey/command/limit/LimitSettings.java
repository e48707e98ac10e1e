package io.ringkey.command.limit;

import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is allowed. A limit of 0 is none.
 *
 * @param countries ISO 3166 regions that messages go to; empty for all
 * @param on whether any of this counts
 */
record LimitSettings(
        int numbersPerAddress,
        int sendsPerPrefix,
        int conversionAfter,
        int conversionPercent,
        int dailySends,
        Set<String> countries,
        int sprayedShortCodes,
        int sprayedSixDigits,
        boolean on) {

    private static final Logger LOG = LoggerFactory.getLogger(LimitSettings.class);

    private static final List<Setting> CAN_BE_OFF = List.of(
            Setting.SIX_DIGITS_AFTER,
            Setting.EIGHT_DIGITS_AFTER,
            Setting.SENDS_AN_HOUR,
            Setting.SENDS_A_DAY,
            Setting.NUMBERS_PER_ADDRESS_AN_HOUR,
            Setting.SENDS_PER_PREFIX_AN_HOUR,
            Setting.CONVERSION_AFTER,
            Setting.DAILY_SENDS,
            Setting.SPRAYED_SHORT_CODES_A_DAY,
            Setting.SPRAYED_SIX_DIGITS_A_DAY);

    static LimitSettings of(Settings settings, DevelopmentDoors doors) {
        CAN_BE_OFF.stream()
                .filter(setting -> settings.number(setting) == 0)
                .forEach(setting -> LOG.warn("{}=0: this limit is off", setting.variable()));
        return new LimitSettings(
                settings.number(Setting.NUMBERS_PER_ADDRESS_AN_HOUR),
                settings.number(Setting.SENDS_PER_PREFIX_AN_HOUR),
                settings.number(Setting.CONVERSION_AFTER),
                settings.number(Setting.CONVERSION_PERCENT),
                settings.number(Setting.DAILY_SENDS),
                Set.copyOf(settings.list(Setting.COUNTRIES)),
                settings.number(Setting.SPRAYED_SHORT_CODES_A_DAY),
                settings.number(Setting.SPRAYED_SIX_DIGITS_A_DAY),
                doors.limits());
    }
}
