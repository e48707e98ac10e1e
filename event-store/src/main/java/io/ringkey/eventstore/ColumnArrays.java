package io.ringkey.eventstore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as PostgreSQL takes many of them in one statement, whose text stays the same: each column as an array. */
final class ColumnArrays {

    private static final String BYTES = "bytea";

    private ColumnArrays() {}

    /** Sets a parameter to the values that stand in one column of the rows. */
    static void set(PreparedStatement statement, int parameter, String type, List<@Nullable Object[]> rows, int column)
            throws SQLException {
        Object[] values = type.equals(BYTES) ? new byte[rows.size()][] : new Object[rows.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = rows.get(row)[column];
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
