package io.ringkey.command.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows as PostgreSQL's binary COPY has them, changed on their way. */
final class Tuples {

    private static final int SIGNATURE = 11;
    private static final int NULL = -1;
    private static final int END = -1;

    private Tuples() {}

    /**
     * Passes rows on.
     *
     * @param change what becomes of a row's fields, of which a null is {@code null}
     */
    static void pass(InputStream from, OutputStream to, UnaryOperator<@Nullable byte[][]> change) throws IOException {
        var in = new DataInputStream(from);
        var out = new DataOutputStream(to);
        out.write(in.readNBytes(SIGNATURE));
        out.writeInt(in.readInt());
        int more = in.readInt();
        out.writeInt(more);
        out.write(in.readNBytes(more));
        for (Optional<@Nullable byte[][]> row = row(in); row.isPresent(); row = row(in)) {
            write(change.apply(row.get()), out);
        }
        out.writeShort(END);
        out.flush();
    }

    private static Optional<@Nullable byte[][]> row(DataInputStream in) throws IOException {
        int fields = in.readShort();
        if (fields == END) {
            return Optional.empty();
        }
        var row = new byte[fields][];
        for (int at = 0; at < fields; at++) {
            int length = in.readInt();
            if (length != NULL) {
                row[at] = in.readNBytes(length);
                if (row[at].length < length) {
                    throw new EOFException();
                }
            }
        }
        return Optional.of(row);
    }

    private static void write(@Nullable byte[][] row, DataOutputStream out) throws IOException {
        out.writeShort(row.length);
        for (byte[] field : row) {
            if (field == null) {
                out.writeInt(NULL);
            } else {
                out.writeInt(field.length);
                out.write(field);
            }
        }
    }
}
