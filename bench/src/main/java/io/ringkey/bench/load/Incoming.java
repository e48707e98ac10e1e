package io.ringkey.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What comes over a connection, line by line, looked at where it lies: what a client costs is taken from the server that is
 * measured on the same machine.
 */
final class Incoming {

    private static final int AT_ONCE = 1 << 13;
    private static final int CASE = 'a' - 'A';

    private final InputStream in;
    private byte[] bytes = new byte[AT_ONCE];

    /** The line begins and ends here. */
    private int start;

    private int end;

    /** What has come, and has not been looked at, begins and ends here. */
    private int next;

    private int come;

    Incoming(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next line.
     *
     * @return whether there is anything in it
     * @throws EOFException if there is none
     */
    boolean line() throws IOException {
        start = next;
        int at = start;
        while (true) {
            while (at < come) {
                if (bytes[at++] == '\n') {
                    next = at;
                    end = at > start + 1 && bytes[at - 2] == '\r' ? at - 2 : at - 1;
                    return end > start;
                }
            }
            int seen = at - start;
            more();
            at = start + seen;
        }
    }

    /** Whether the line begins with this, which is of small letters, in whatever case. */
    boolean begins(String small) {
        return stands(small, start);
    }

    /** Whether the line ends with this, likewise. */
    boolean ends(String small) {
        return stands(small, end - small.length());
    }

    private boolean stands(String small, int at) {
        if (at < start || at + small.length() > end) {
            return false;
        }
        for (int index = 0; index < small.length(); index++) {
            int seen = bytes[at + index];
            if ((seen >= 'A' && seen <= 'Z' ? seen + CASE : seen) != small.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    /** What stands in the line from this place on, without spaces around it. */
    String text(int from) {
        return new String(bytes, start + from, end - start - from, StandardCharsets.ISO_8859_1).strip();
    }

    /**
     * So many bytes after the line.
     *
     * @throws EOFException if there are fewer
     */
    byte[] take(int length) throws IOException {
        byte[] taken = Arrays.copyOfRange(bytes, next, next + Math.min(length, come - next));
        next += taken.length;
        if (taken.length == length) {
            return taken;
        }
        byte[] whole = Arrays.copyOf(taken, length);
        if (in.readNBytes(whole, taken.length, length - taken.length) < length - taken.length) {
            throw broken();
        }
        return whole;
    }

    /** Has more come; what lies before the line is let go of. */
    private void more() throws IOException {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, come - start);
            come -= start;
            start = 0;
        }
        if (come == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int read = in.read(bytes, come, bytes.length - come);
        if (read < 0) {
            throw broken();
        }
        come += read;
    }

    private static EOFException broken() {
        return new EOFException("the server closed the connection");
    }
}
