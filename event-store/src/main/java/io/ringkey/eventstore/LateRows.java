package io.ringkey.eventstore;

import java.util.List;

/**
 * A statement that writes any number of rows: each parameter is an array with one element a row. What several commands of one
 * transaction write by it is written at once. A constant of whoever owns the table.
 *
 * @param sql with as many parameters as there are types, such as {@code INSERT INTO t (a, b) SELECT * FROM unnest(?::uuid[],
 *     ?::text[])}; it must not matter to it in which order the rows come
 * @param types PostgreSQL's names of the elements' types
 */
public record LateRows(String sql, List<String> types) {

    public LateRows {
        sql = sql.strip();
        types = List.copyOf(types);
    }

    public static LateRows of(String sql, String... types) {
        return new LateRows(sql, List.of(types));
    }

    /** Inserts whole rows, given in the order of the columns. */
    public static Insert into(String table) {
        return new Insert(table);
    }

    /** An insert whose columns are still to be named. */
    public static final class Insert {

        private final String table;

        private Insert(String table) {
            this.table = table;
        }

        /** @param columns each a name, a blank, and the name of its type */
        public LateRows columns(String... columns) {
            List<String> names = List.of(columns).stream()
                    .map(column -> column.substring(0, column.indexOf(' ')))
                    .toList();
            List<String> types = List.of(columns).stream()
                    .map(column -> column.substring(column.indexOf(' ') + 1))
                    .toList();
            String arrays = String.join(
                    ", ", types.stream().map(type -> "?::" + type + "[]").toList());
            return new LateRows(
                    "INSERT INTO " + table + " (" + String.join(", ", names) + ") SELECT * FROM unnest(" + arrays + ")",
                    types);
        }
    }
}
