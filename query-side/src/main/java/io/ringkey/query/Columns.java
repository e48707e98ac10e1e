package io.ringkey.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows as parameters of a statement that takes them from {@code unnest}: an array for each column. Times are text, since
 * the driver knows no arrays of them, to be cast by the statement. For one thread.
 *
 * @param <R> what a row is
 */
public final class Columns<R> {

    private final List<R> rows;
    private final List<Object> arrays = new ArrayList<>();

    private Columns(List<R> rows) {
        this.rows = rows;
    }

    public static <R> Columns<R> of(List<R> rows) {
        return new Columns<>(rows);
    }

    public Columns<R> ids(Function<R, @Nullable UUID> column) {
        return add(UUID[]::new, column);
    }

    public Columns<R> texts(Function<R, @Nullable String> column) {
        return add(String[]::new, column);
    }

    public Columns<R> numbers(Function<R, @Nullable Long> column) {
        return add(Long[]::new, column);
    }

    public Columns<R> flags(Function<R, Boolean> column) {
        return add(Boolean[]::new, column);
    }

    public Columns<R> times(Function<R, Instant> column) {
        return add(String[]::new, row -> column.apply(row).toString());
    }

    /** In the order in which the columns were named. */
    public Object[] parameters() {
        return arrays.toArray();
    }

    private <T> Columns<R> add(IntFunction<@Nullable T[]> array, Function<R, @Nullable T> column) {
        arrays.add(rows.stream().map(column).toArray(array));
        return this;
    }
}
