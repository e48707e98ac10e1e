package io.ringkey.web.cursor;

import io.ringkey.api.Failure;
import io.ringkey.api.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a call asks for, from {@code ?limit=} and {@code ?cursor=}. A handler takes it as a parameter.
 *
 * @param limit how many items at most, 1 to {@value #MAX_LIMIT}
 * @param cursor where to go on, or {@code null} for the beginning
 */
public record Paging(int limit, @Nullable Cursor cursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    /**
     * Reads what a call says.
     *
     * @throws Failure {@code field.invalid} for a limit out of its bounds or a bad cursor
     */
    public static Paging of(@Nullable String limit, @Nullable String cursor) {
        return new Paging(limitOf(limit), Cursor.ofNullable(cursor));
    }

    /** The cursor as the caller handed it in, for a query that reads it itself; {@code null} for the beginning. */
    public @Nullable String cursorText() {
        return cursor == null ? null : cursor.encode();
    }

    /**
     * Makes the page out of what was found. Look up {@code limit + 1} rows: the one too many says that there is a next
     * page and is not shown.
     *
     * @param cursorAfter the cursor that goes on after an item
     */
    public <R, T> Page<T> page(List<R> found, Function<R, T> toItem, Function<R, Cursor> cursorAfter) {
        var shown = found.subList(0, Math.min(limit, found.size()));
        var next = found.size() > limit ? cursorAfter.apply(shown.getLast()).encode() : null;
        return new Page<>(shown.stream().map(toItem).toList(), next);
    }

    private static int limitOf(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, as any other bad limit
        }
        throw Failure.invalid("limit", "limit.invalid");
    }
}
