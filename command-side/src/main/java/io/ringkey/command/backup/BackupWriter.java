package io.ringkey.command.backup;

import io.ringkey.command.backup.Frames.EndOfTable;
import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.backup.Frames.Trailer;
import io.ringkey.eventstore.MasterKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/** Writes the frames of a backup, one piece in memory at a time. Not thread-safe. */
final class BackupWriter implements AutoCloseable {

    private final OutputStream to;
    private final MessageDigest digest = sha256();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] deflated = new byte[Frames.LONGEST];

    BackupWriter(OutputStream to, Header header) throws IOException {
        this.to = to;
        put(Frames.MAGIC.getBytes(StandardCharsets.US_ASCII));
        put(new byte[] {Frames.FORMAT});
        json(Frames.HEADER, header);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Begins a table, whose rows are then written to what comes back. */
    OutputStream table(TablePart table) throws IOException {
        json(Frames.TABLE, table);
        return new Pieces();
    }

    /** Ends the table whose rows were written, and {@linkplain OutputStream#close() closed}, last. */
    void endOfTable(long rows) throws IOException {
        json(Frames.END_OF_TABLE, new EndOfTable(rows));
    }

    /** Ends the backup. */
    void finish(MasterKey master) throws IOException {
        byte[] all = digest.digest();
        var hex = HexFormat.of();
        json(Frames.TRAILER, new Trailer(hex.formatHex(all), hex.formatHex(master.mac(Frames.SEAL, all))));
        to.flush();
    }

    private void json(int kind, Object content) throws IOException {
        byte[] bytes = Frames.JSON.writeValueAsBytes(content);
        frame(kind, bytes, bytes.length);
    }

    private void frame(int kind, byte[] content, int length) throws IOException {
        deflater.reset();
        deflater.setInput(content, 0, length);
        deflater.finish();
        int shorter = deflater.deflate(deflated);
        if (!deflater.finished()) {
            throw new IllegalStateException("a piece grew by being deflated");
        }
        byte[] start = ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) kind)
                .putInt(shorter)
                .array();
        var crc = new CRC32C();
        crc.update(start);
        crc.update(deflated, 0, shorter);
        put(start);
        put(deflated, shorter);
        put(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
    }

    private void put(byte[] bytes) throws IOException {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int length) throws IOException {
        digest.update(bytes, 0, length);
        to.write(bytes, 0, length);
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        to.close();
    }

    /** Rows, gathered into pieces. */
    private final class Pieces extends OutputStream {

        private final byte[] piece = new byte[Frames.PIECE];
        private int filled;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int written = 0;
            while (written < length) {
                int part = Math.min(length - written, piece.length - filled);
                System.arraycopy(bytes, from + written, piece, filled, part);
                filled += part;
                written += part;
                if (filled == piece.length) {
                    put();
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                put();
            }
        }

        private void put() throws IOException {
            frame(Frames.ROWS, piece, filled);
            filled = 0;
        }
    }
}
