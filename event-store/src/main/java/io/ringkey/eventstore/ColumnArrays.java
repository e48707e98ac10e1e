package io.ringkey.eventstore;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Rows as PostgreSQL takes many of them in one statement, whose text stays the same: each column as an array, which goes to the
 * server in binary. Stateless.
 */
public final class ColumnArrays {

    private static final Instant POSTGRES_EPOCH =
            LocalDate.of(2000, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final long MICROS_A_SECOND = 1_000_000;

    private ColumnArrays() {}

    /** Sets a parameter to the values that stand in one column of the rows. */
    static void set(PreparedStatement statement, int parameter, String type, List<@Nullable Object[]> rows, int column)
            throws SQLException {
        Object[] values = column(type, rows.size());
        for (int row = 0; row < values.length; row++) {
            values[row] = rows.get(row)[column];
        }
        set(statement, parameter, type, values);
    }

    /**
     * Sets a parameter to an array.
     *
     * @param type PostgreSQL's name of the elements' type
     * @param values of any of these, or of {@code null}: for {@code uuid} ids, also as text; for {@code timestamptz} instants and
     *     times with an offset, of which microseconds are kept; for other types an array of a class that JDBC's
     *     {@code createArrayOf} takes
     */
    public static void set(PreparedStatement statement, int parameter, String type, @Nullable Object[] values)
            throws SQLException {
        statement.setArray(
                parameter,
                switch (type) {
                    case "uuid" -> array(statement, Oid.UUID_ARRAY, ids(values));
                    case "timestamptz" -> array(statement, Oid.TIMESTAMPTZ_ARRAY, times(values));
                    default -> statement.getConnection().createArrayOf(type, values);
                });
    }

    private static Array array(PreparedStatement statement, int type, byte[] encoded) throws SQLException {
        return new PgArray(statement.getConnection().unwrap(BaseConnection.class), type, encoded);
    }

    private static byte[] ids(@Nullable Object[] values) {
        return encoded(Oid.UUID, 2 * Long.BYTES, values, (value, bytes) -> {
            UUID id = value instanceof UUID known ? known : UUID.fromString((String) value);
            bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        });
    }

    private static byte[] times(@Nullable Object[] values) {
        return encoded(
                Oid.TIMESTAMPTZ,
                Long.BYTES,
                values,
                (value, bytes) -> bytes.putLong(
                        micros(value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value)));
    }

    /** Rounded as the driver rounds a single time. */
    private static long micros(Instant at) {
        long seconds = Math.multiplyExact(at.getEpochSecond() - POSTGRES_EPOCH.getEpochSecond(), MICROS_A_SECOND);
        return Math.addExact(seconds, (at.getNano() + 500) / 1_000);
    }

    /** Dimensions, whether there are nulls, of what the elements are, how many, the first one's number; then each with its length. */
    private static byte[] encoded(
            int element, int length, @Nullable Object[] values, BiConsumer<Object, ByteBuffer> writing) {
        ByteBuffer bytes = ByteBuffer.allocate((5 + values.length) * Integer.BYTES + values.length * length)
                .putInt(values.length == 0 ? 0 : 1)
                .putInt(Arrays.stream(values).allMatch(Objects::nonNull) ? 0 : 1)
                .putInt(element);
        if (values.length > 0) {
            bytes.putInt(values.length).putInt(1);
        }
        for (Object value : values) {
            if (value == null) {
                bytes.putInt(-1);
            } else {
                bytes.putInt(length);
                writing.accept(value, bytes);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
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
