package io.ringkey.eventstore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as PostgreSQL takes many of them in one statement, whose text stays the same: each column as an array. */
final class ColumnArrays {

    private ColumnArrays() {}

    /** Sets a parameter to the values that stand in one column of the rows. */
    static void set(PreparedStatement statement, int parameter, String type, List<@Nullable Object[]> rows, int column)
            throws SQLException {
        Object[] values = column(type, rows.size());
        for (int row = 0; row < values.length; row++) {
            values[row] = rows.get(row)[column];
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }

    /** The driver writes arrays of these classes in binary, others as text, which the server has to read. */
    private static Object[] column(String type, int rows) {
        return switch (type) {
            case "bytea" -> new byte[rows][];
            case "text" -> new String[rows];
            case "bigint" -> new Long[rows];
            case "integer" -> new Integer[rows];
            case "boolean" -> new Boolean[rows];
            default -> new Object[rows];
        };
    }
}
