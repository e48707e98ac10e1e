package io.ringkey.web.cursor;

import io.ringkey.api.Failure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list begins: the sort values of the last item of this one, in a form that clients hand back
 * unread. Whatever a client makes of it, it is checked and never trusted: it says where to begin, not what may be seen.
 */
public record Cursor(List<String> values) {

    private static final String BETWEEN = "\u001f";
    private static final int MAX_CHARACTERS = 1024;

    public Cursor {
        values = List.copyOf(values);
    }

    /** A cursor after an item with these sort values: strings, numbers, ids, {@link Instant}s. */
    public static Cursor of(Object... values) {
        return new Cursor(Arrays.stream(values)
                .map(value -> value.toString().replace(BETWEEN, ""))
                .toList());
    }

    /**
     * Reads what a client handed back.
     *
     * @throws Failure {@code field.invalid} when this is no cursor
     */
    public static Cursor decode(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw bad();
        }
        try {
            var joined = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return new Cursor(Arrays.asList(joined.split(BETWEEN, -1)));
        } catch (IllegalArgumentException notBase64) {
            throw bad();
        }
    }

    /** The cursor as clients get it. */
    public String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, values).getBytes(StandardCharsets.UTF_8));
    }

    /** The value at this place; {@code field.invalid} when there is none. */
    public String text(int place) {
        return read(place, Function.identity());
    }

    /** The moment at this place; {@code field.invalid} when there is none. */
    public Instant instant(int place) {
        return read(place, Instant::parse);
    }

    /** The number at this place; {@code field.invalid} when there is none. */
    public long number(int place) {
        return read(place, Long::valueOf);
    }

    /** The id at this place; {@code field.invalid} when there is none. */
    public UUID id(int place) {
        return read(place, UUID::fromString);
    }

    private <T> T read(int place, Function<String, T> parse) {
        if (place >= values.size() || values.get(place).indexOf('\0') >= 0) {
            throw bad();
        }
        try {
            return parse.apply(values.get(place));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw bad();
        }
    }

    static Failure bad() {
        return Failure.invalid("cursor", "cursor.invalid");
    }

    static @Nullable Cursor ofNullable(@Nullable String text) {
        return text == null || text.isEmpty() ? null : decode(text);
    }
}
