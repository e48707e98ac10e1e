package io.ringkey.api;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A personal value in an event, together with the subject whose key protects it.
 *
 * <p>The event serializer is the one place that knows how the value is kept; everyone else sees it in the clear or, once
 * the subject has been erased, not at all.
 *
 * @param subject whose data this is: the random subject of a number's stream, or an account's subject
 * @param value the value in the clear, or {@code null} when it can no longer be read
 */
public record Personal(UUID subject, @Nullable String value) {

    public Personal {
        Objects.requireNonNull(subject, "subject");
    }

    /** A value that can be read. */
    public static Personal of(UUID subject, String value) {
        return new Personal(subject, Objects.requireNonNull(value, "value"));
    }

    /** The value, wrapped, or {@code null} where there is none to protect. */
    public static @Nullable Personal ofNullable(UUID subject, @Nullable String value) {
        return value == null ? null : new Personal(subject, value);
    }

    /** The value inside, or {@code null} when the field itself is absent or its subject was erased. */
    public static @Nullable String valueOf(@Nullable Personal personal) {
        return personal == null ? null : personal.value();
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return value == null ? "(erased)" : "(personal)";
    }
}
