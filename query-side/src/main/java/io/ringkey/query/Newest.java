package io.ringkey.query;

import io.ringkey.api.Failure;
import io.ringkey.api.Page;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, newest first, is asked for: what lies before a moment and, at that very moment, before a
 * further value. A cursor of such a list is {@code Cursor.of(moment, value)}.
 */
public record Newest(Paging paging) {

    /** Later and earlier than anything on record; what lies beyond them the database may not be able to hold. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final UUID LAST_ID = new UUID(-1, -1);

    /**
     * Reads what a query says.
     *
     * @throws Failure {@code field.invalid} for a bad cursor
     */
    public static Newest page(@Nullable String cursor, int limit) {
        return new Newest(new Paging(limit, cursor == null ? null : Cursor.decode(cursor)));
    }

    /** The moment of the last item seen. */
    public Instant before() {
        if (paging.cursor() == null) {
            return LATEST;
        }
        return storable(paging.cursor().instant(0));
    }

    /**
     * A cursor's moment.
     *
     * @throws Failure {@code field.invalid} for one that the database may not be able to hold
     */
    public static Instant storable(Instant moment) {
        if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
            throw Failure.invalid("cursor", "cursor.invalid");
        }
        return moment;
    }

    /** The id of the last item seen. */
    public UUID beforeId() {
        return paging.cursor() == null ? LAST_ID : paging.cursor().id(1);
    }

    /** The number of the last item seen. */
    public long beforeNumber() {
        return paging.cursor() == null ? Long.MAX_VALUE : paging.cursor().number(1);
    }

    /** How many rows to look up: one more than is shown says whether there is a next page. */
    public int rows() {
        return paging.limit() + 1;
    }

    /** The page. */
    public <R, T> Page<T> of(List<R> found, Function<R, T> toItem, Function<R, Cursor> cursorAfter) {
        return paging.page(found, toItem, cursorAfter);
    }
}
