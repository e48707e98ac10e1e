package io.ringkey.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What constants are called in JSON: their names in small letters, with hyphens. */
public final class WireNames {

    private WireNames() {}

    /** A constant's name. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant that has this name; nothing when there is none. */
    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(name))
                .findFirst();
    }
}
