package io.ringkey.query.referral;

import io.ringkey.api.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times of which leaders are asked for. */
final class Since {

    private Since() {}

    /**
     * From when on.
     *
     * @param days as a caller wrote it
     * @return {@code null} for the whole time
     * @throws Failure {@code field.invalid} for anything but 7, 30 or nothing
     */
    static @Nullable Instant days(@Nullable String days, Instant now) {
        return switch (days) {
            case null -> null;
            case "" -> null;
            case "7" -> now.minus(Duration.ofDays(7));
            case "30" -> now.minus(Duration.ofDays(30));
            default -> throw Failure.invalid("days", "days.invalid");
        };
    }
}
