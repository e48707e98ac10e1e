package io.ringkey.eventstore;

import io.ringkey.api.Personal;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** One fixed example of every event, every field filled. */
public final class SampleEvents {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final UUID SUBJECT = UUID.fromString("01900000-0000-7000-8000-0000000000ff");

    private SampleEvents() {}

    /** The example of an event's class. */
    public static Object of(Class<?> event) {
        RecordComponent[] fields = event.getRecordComponents();
        Object[] values = new Object[fields.length];
        for (int position = 0; position < fields.length; position++) {
            values[position] = value(fields[position], position);
        }
        try {
            Constructor<?> constructor = event.getDeclaredConstructor(
                    Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(RecordComponent field, int position) {
        Class<?> type = field.getType();
        if (type == UUID.class) {
            return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + position);
        }
        if (type == Instant.class) {
            return TIME.plusSeconds(position);
        }
        if (type == Personal.class) {
            return Personal.of(
                    SUBJECT, field.getName().equals("phone") ? "+79136740000" : field.getName() + " Ж \"1\"");
        }
        if (type == String.class) {
            return field.getName();
        }
        if (type == int.class) {
            return position;
        }
        if (type == long.class) {
            return (long) position;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        throw new IllegalStateException("no example for a field of " + type);
    }
}
