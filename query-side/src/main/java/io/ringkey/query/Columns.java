package io.ringkey.query;

import io.ringkey.eventstore.ColumnArrays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;

/**
 * Rows as parameters of a statement that takes them from {@code unnest}: an array for each column. For one thread.
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
        return add("uuid", UUID[]::new, column);
    }

    public Columns<R> texts(Function<R, @Nullable String> column) {
        return add("text", String[]::new, column);
    }

    public Columns<R> numbers(Function<R, @Nullable Long> column) {
        return add("bigint", Long[]::new, column);
    }

    public Columns<R> flags(Function<R, Boolean> column) {
        return add("boolean", Boolean[]::new, column);
    }

    public Columns<R> times(Function<R, Instant> column) {
        return add("timestamptz", Instant[]::new, column);
    }

    /** In the order in which the columns were named, for Spring's templates. */
    public Object[] parameters() {
        return arrays.toArray();
    }

    private <T> Columns<R> add(String type, IntFunction<@Nullable T[]> array, Function<R, @Nullable T> column) {
        @Nullable Object[] values = rows.stream().map(column).toArray(array);
        SqlTypeValue parameter =
                (statement, place, sqlType, typeName) -> ColumnArrays.set(statement, place, type, values);
        arrays.add(parameter);
        return this;
    }
}
