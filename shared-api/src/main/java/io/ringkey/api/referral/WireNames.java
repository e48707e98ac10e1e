package io.ringkey.api.referral;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What constants are called in JSON: their names in small letters, with hyphens. */
final class WireNames {

    private WireNames() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(name))
                .findFirst();
    }
}
