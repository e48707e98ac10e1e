package io.ringkey.command.backup;

import io.ringkey.command.backup.Frames.EndOfTable;
import io.ringkey.command.backup.Frames.TablePart;
import io.ringkey.command.backup.Frames.Trailer;
import io.ringkey.eventstore.MasterKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * Writes the frames of a backup, in their order. Deflating takes by far the longest, so every processor deflates a piece; a
 * few are in memory at a time. Not thread-safe.
 */
final class BackupWriter implements AutoCloseable {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int FRAMES_AHEAD = 2 * PROCESSORS;

    private final OutputStream to;
    private final MessageDigest digest = sha256();
    private final ExecutorService deflating = Executors.newFixedThreadPool(PROCESSORS);
    private final Queue<Future<ByteBuffer>> ahead = new ArrayDeque<>();

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
        putAllBut(0);
        byte[] all = digest.digest();
        var hex = HexFormat.of();
        json(Frames.TRAILER, new Trailer(hex.formatHex(all), hex.formatHex(master.mac(Frames.SEAL, all))));
        putAllBut(0);
        to.flush();
    }

    private void json(int kind, Object content) throws IOException {
        byte[] bytes = Frames.JSON.writeValueAsBytes(content);
        frame(kind, bytes, bytes.length);
    }

    /** @param content is not to be changed any more */
    private void frame(int kind, byte[] content, int length) throws IOException {
        putAllBut(FRAMES_AHEAD - 1);
        ahead.add(deflating.submit(() -> framed(kind, content, length)));
    }

    private static ByteBuffer framed(int kind, byte[] content, int length) {
        var frame = ByteBuffer.allocate(Frames.longest(length) + Frames.AROUND);
        frame.put((byte) kind).putInt(0);
        int start = frame.position();
        deflate(content, length, frame);
        frame.putInt(start - Integer.BYTES, frame.position() - start);
        var crc = new CRC32C();
        crc.update(frame.array(), 0, frame.position());
        return frame.putInt((int) crc.getValue()).flip();
    }

    private static void deflate(byte[] content, int length, ByteBuffer to) {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            // Half of what is in events is as if random.
            deflater.setStrategy(Deflater.FILTERED);
            deflater.setInput(content, 0, length);
            deflater.finish();
            while (!deflater.finished()) {
                if (!to.hasRemaining()) {
                    throw new IllegalStateException("a piece grew by being deflated");
                }
                deflater.deflate(to);
            }
        } finally {
            deflater.end();
        }
    }

    private void putAllBut(int most) throws IOException {
        while (ahead.size() > most) {
            ByteBuffer frame = done(ahead.remove());
            put(frame.array(), frame.limit());
        }
    }

    private static ByteBuffer done(Future<ByteBuffer> frame) throws IOException {
        try {
            return frame.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
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
        deflating.shutdownNow();
        to.close();
    }

    /** Rows, gathered into pieces. */
    private final class Pieces extends OutputStream {

        private byte[] piece = new byte[Frames.PIECE];
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
            piece = new byte[Frames.PIECE];
            filled = 0;
        }
    }
}
