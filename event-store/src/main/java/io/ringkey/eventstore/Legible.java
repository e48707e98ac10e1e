package io.ringkey.eventstore;

import io.ringkey.api.inspection.PayloadLevel;
import org.jspecify.annotations.Nullable;

/**
 * A personal value, opened.
 *
 * @param clear {@code null} when it can no longer be read, or is shown no more
 * @param masked the same, fit to be shown
 */
public record Legible(@Nullable String clear, @Nullable String masked) {

    /** Erased, or too old to be shown. */
    public static final Legible GONE = new Legible(null, null);

    /** What is shown at this level. */
    public @Nullable String at(PayloadLevel level) {
        return switch (level) {
            case NONE -> null;
            case MASKED -> masked;
            case FULL -> clear;
        };
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return String.valueOf(masked);
    }
}
