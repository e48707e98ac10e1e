package io.ringkey.api.account;

import org.jspecify.annotations.Nullable;

/** The new values of a profile's fields; a field that is {@code null} stays as it is. */
public record ProfileChanges(
        @Nullable Change email,
        @Nullable Change city,
        @Nullable Change telegramId) {

    /** Nothing changes. */
    public static final ProfileChanges NONE = new ProfileChanges(null, null, null);

    /**
     * A field's new value.
     *
     * @param to {@code null} clears the field
     */
    public record Change(@Nullable String to) {

        /** Personal data stays out of logs. */
        @Override
        public String toString() {
            return "(change)";
        }
    }
}
