package io.ringkey.web.scrub;

import io.ringkey.eventstore.scrub.DailyScrub;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;

/** Reads when a side's tables are to be scrubbed, and which of them. */
public final class ScrubTimes {

    private static final String NEVER = "off";
    private static final long MEGABYTE = 1L << 20;

    private ScrubTimes() {}

    /** The daily scrub of some schemas; it does nothing where the settings say {@code off}. */
    public static DailyScrub daily(List<Scrub> schemas, Settings settings, InstantSource clock) {
        String at = settings.text(Setting.SCRUB_AT);
        return new DailyScrub(
                schemas,
                at.equals(NEVER) ? null : LocalTime.parse(at),
                settings.number(Setting.SCRUB_UP_TO) * MEGABYTE,
                clock);
    }
}
