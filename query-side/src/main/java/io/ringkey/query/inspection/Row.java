package io.ringkey.query.inspection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field, as a page shows it.
 *
 * @param text its value
 * @param link where there is more of it, or {@code null}
 */
record Row(String name, String text, @Nullable String link) {

    private static final String NOTHING = "—";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Fields whose id is that of a stream. */
    private static final Set<String> STREAMS = Set.of(
            "account",
            "by",
            "brought_by",
            "confirmed_by",
            "inviter",
            "session",
            "stream",
            "number_stream",
            "former_number_stream");

    static List<Row> of(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .map(field -> of(field.getKey(), field.getValue()))
                .toList();
    }

    static Row of(String name, @Nullable Object value) {
        String text = text(value);
        boolean isStream = STREAMS.contains(name) && ID.matcher(text).matches();
        return new Row(name, text, isStream ? "/admin/streams/" + text + "/" : null);
    }

    static String text(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
