package io.ringkey.standalone.support;

import java.util.HashMap;
import java.util.Map;

/** Limits that are evaluated and refuse nobody: all tests call from one address, for numbers of a few blocks. */
public final class NeverMet {

    private static final String FAR_AWAY = "1000000";

    private NeverMet() {}

    /** These settings with all limits that numbers share out of reach. A number's own budget stays as it is. */
    public static Map<String, String> with(Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "RINGKEY_NUMBERS_PER_ADDRESS_AN_HOUR", FAR_AWAY,
                "RINGKEY_SENDS_PER_PREFIX_AN_HOUR", FAR_AWAY,
                "RINGKEY_CONVERSION_AFTER", FAR_AWAY,
                "RINGKEY_DAILY_SENDS", FAR_AWAY,
                "RINGKEY_SPRAYED_SHORT_CODES_A_DAY", FAR_AWAY));
        all.putAll(settings);
        return Map.copyOf(all);
    }
}
