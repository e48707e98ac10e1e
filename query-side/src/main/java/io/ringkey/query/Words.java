package io.ringkey.query;

import java.util.Locale;

/** What constants are called in answers. */
public final class Words {

    private Words() {}

    /** Its name in small letters, with hyphens. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
