package io.ringkey.query.profile;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a text is found by: the database's own idea of upper and lower case depends on how it was set up. */
public final class SearchKey {

    private SearchKey() {}

    /** The key of a stored value. */
    public static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }

    /** The key of a text. */
    public static String of(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
