package io.ringkey.command.backup;

import io.ringkey.command.backup.Frames.EndOfTable;
import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.backup.Frames.Trailer;
import io.ringkey.eventstore.MasterKey;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads the frames of a backup, one piece in memory at a time, and refuses what is not as it was written. Only after the
 * last table is it sure that everything was. Not thread-safe.
 */
final class BackupReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final DataInputStream from;
    private final MessageDigest digest = BackupWriter.sha256();
    private final Inflater inflater = new Inflater();
    private final byte[] room = new byte[Frames.PIECE];
    private final Header header;

    private @Nullable Frame ahead;
    private byte[] all = {};
    private @Nullable Trailer trailer;

    @SuppressWarnings("ArrayRecordComponent")
    private record Frame(int kind, byte[] deflated) {}

    /**
     * Opens a backup.
     *
     * @throws BackupRefused when it is none, or none of this release
     */
    BackupReader(Path file) {
        this.file = file;
        try {
            this.from = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        } catch (IOException denied) {
            throw BackupRefused.unreadable(file, denied);
        }
        try {
            readFormat();
            this.header = json(next(Frames.HEADER), Header.class);
        } catch (IOException | RuntimeException refused) {
            close();
            throw refusal(refused);
        }
    }

    private void readFormat() throws IOException {
        byte[] start = from.readNBytes(Frames.MAGIC.length() + 1);
        String magic = new String(start, StandardCharsets.US_ASCII);
        if (start.length <= Frames.MAGIC.length() || !magic.startsWith(Frames.MAGIC)) {
            throw BackupRefused.noBackup(file);
        }
        if (start[Frames.MAGIC.length()] != Frames.FORMAT) {
            throw BackupRefused.newerFormat(file);
        }
        digest.update(start);
    }

    Header header() {
        return header;
    }

    /** The next table, or {@code null} after the last. */
    @Nullable
    TablePart nextTable() {
        try {
            Frame frame = next();
            switch (frame.kind()) {
                case Frames.TABLE -> {
                    return json(frame, TablePart.class);
                }
                case Frames.TRAILER -> {
                    trailer = json(frame, Trailer.class);
                    if (!HexFormat.of().formatHex(all).equals(trailer.digest()) || from.read() != -1) {
                        throw BackupRefused.damaged(file, null);
                    }
                    return null;
                }
                default -> throw BackupRefused.damaged(file, null);
            }
        } catch (IOException | RuntimeException refused) {
            throw refusal(refused);
        }
    }

    /** The rows of the table that was the next; to be read to their end. */
    InputStream rows() {
        return new Rows();
    }

    /** Passes over the rows of the table that was the next, seeing only that they are as they were written. */
    void skipRows() {
        try {
            Frame frame = next();
            while (frame.kind() == Frames.ROWS) {
                frame = next();
            }
            ahead = frame;
        } catch (IOException | RuntimeException refused) {
            throw refusal(refused);
        }
    }

    /** How many rows there were, once they have been read. */
    long count() {
        try {
            return json(next(Frames.END_OF_TABLE), EndOfTable.class).rows();
        } catch (IOException | RuntimeException refused) {
            throw refusal(refused);
        }
    }

    /** Whether this master key has sealed what was read, after the last table. */
    boolean isSealedBy(MasterKey master) {
        String seal = HexFormat.of().formatHex(master.mac(Frames.SEAL, all));
        return trailer != null
                && MessageDigest.isEqual(
                        seal.getBytes(StandardCharsets.US_ASCII), trailer.seal().getBytes(StandardCharsets.US_ASCII));
    }

    private Frame next(int kind) throws IOException {
        Frame frame = next();
        if (frame.kind() != kind) {
            throw BackupRefused.damaged(file, null);
        }
        return frame;
    }

    private Frame next() throws IOException {
        Frame kept = ahead;
        if (kept != null) {
            ahead = null;
            return kept;
        }
        byte[] start = exactly(1 + Integer.BYTES);
        int length = ByteBuffer.wrap(start).getInt(1);
        if (length < 0 || length > Frames.longest(Frames.PIECE)) {
            throw BackupRefused.damaged(file, null);
        }
        byte[] deflated = exactly(length);
        byte[] checksum = exactly(Integer.BYTES);
        var crc = new CRC32C();
        crc.update(start);
        crc.update(deflated);
        if (ByteBuffer.wrap(checksum).getInt() != (int) crc.getValue()) {
            throw BackupRefused.damaged(file, null);
        }
        if (start[0] == Frames.TRAILER) {
            all = digest.digest();
        } else {
            digest.update(start);
            digest.update(deflated);
            digest.update(checksum);
        }
        return new Frame(start[0], deflated);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = from.readNBytes(length);
        if (bytes.length < length) {
            throw BackupRefused.damaged(file, null);
        }
        return bytes;
    }

    private byte[] inflated(byte[] deflated) {
        inflater.reset();
        inflater.setInput(deflated);
        try {
            int length = inflater.inflate(room);
            if (!inflater.finished()) {
                throw BackupRefused.damaged(file, null);
            }
            return Arrays.copyOf(room, length);
        } catch (DataFormatException broken) {
            throw BackupRefused.damaged(file, broken);
        }
    }

    private <T> T json(Frame frame, Class<T> type) {
        return Frames.JSON.readValue(inflated(frame.deflated()), type);
    }

    private RuntimeException refusal(Exception thrown) {
        return switch (thrown) {
            case BackupRefused refused -> refused;
            case JacksonException notWhatWeWrote -> BackupRefused.damaged(file, notWhatWeWrote);
            case IOException failed -> BackupRefused.unreadable(file, failed);
            default -> new IllegalStateException(thrown);
        };
    }

    @Override
    public void close() {
        inflater.end();
        try {
            from.close();
        } catch (IOException nothingWasWritten) {
            throw BackupRefused.unreadable(file, nothingWasWritten);
        }
    }

    /** The pieces of a table, one after the other. */
    private final class Rows extends InputStream {

        private byte[] piece = {};
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at == piece.length) {
                Frame frame = next();
                if (frame.kind() != Frames.ROWS) {
                    ahead = frame;
                    return -1;
                }
                piece = inflated(frame.deflated());
                at = 0;
            }
            int some = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, some);
            at += some;
            return some;
        }
    }
}
