package io.ringkey.query.figures;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * How often things happened.
 *
 * @param from where the first step begins
 * @param step {@code hour} or {@code day}, in UTC
 */
record Statistics(
        Instant from,
        Instant to,

        @Schema(description = "hour or day", example = "day")
        String step,

        List<Series> series) {

    /**
     * One thing that is counted.
     *
     * @param name what it is; refusals are called {@code refused.} and the rule
     * @param points of every step, also where nothing happened
     */
    record Series(
            @Schema(example = "sign-ins") String name,
            @Schema(example = "1204") long total,
            List<Point> points) {}

    /** @param at where the step begins */
    record Point(Instant at, @Schema(example = "172") long count) {}

    /** How finely things are shown. */
    enum Step {
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS);

        private final ChronoUnit unit;

        Step(ChronoUnit unit) {
            this.unit = unit;
        }

        /** Single days by the hour. */
        static Step of(int days) {
            return days <= 2 ? HOUR : DAY;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        Instant beginningOf(Instant moment) {
            return moment.truncatedTo(unit);
        }

        Instant after(Instant beginning) {
            return beginning.plus(1, unit);
        }
    }
}
