package io.ringkey.command.backup;

import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.SubjectBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of pictures. Behind their columns a backup has the subject of the person, and the subject's wrapped key. */
final class Pictures {

    private static final int MORE = 2;

    private final SubjectBox box;
    private final int name;
    private final int picture;
    private final int subject;

    Pictures(MasterKeys master, List<String> columns) {
        this.box = new SubjectBox(master);
        this.name = columns.indexOf("name");
        this.picture = columns.indexOf("picture");
        this.subject = columns.size();
    }

    void seal(InputStream from, OutputStream to) throws IOException {
        Tuples.pass(from, to, row -> {
            row[picture] = box.seal(subject(row), field(row, subject + 1), place(row), field(row, picture));
            return row;
        });
    }

    void open(InputStream from, OutputStream to) throws IOException {
        Tuples.pass(from, to, row -> {
            row[picture] = box.open(subject(row), field(row, subject + 1), place(row), field(row, picture));
            return Arrays.copyOf(row, row.length - MORE);
        });
    }

    private UUID subject(@Nullable byte[][] row) {
        ByteBuffer id = ByteBuffer.wrap(field(row, subject));
        return new UUID(id.getLong(), id.getLong());
    }

    private String place(@Nullable byte[][] row) {
        return "avatar|" + new String(field(row, name), StandardCharsets.UTF_8);
    }

    private static byte[] field(@Nullable byte[][] row, int at) {
        return Objects.requireNonNull(row[at]);
    }
}
