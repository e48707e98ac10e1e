package io.ringkey.command.avatar;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file for a decoder that reads a little ahead of what it needs, and for which running into the end is the slow way:
 * a few zeros follow the file, and whoever reads on behind them is stopped for good.
 */
final class PaddedFile extends ImageInputStreamImpl {

    private static final int ZEROS = 64;

    private final byte[] file;

    PaddedFile(byte[] file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        stopBehindTheZeros();
        int at = (int) streamPos++;
        return at < file.length ? Byte.toUnsignedInt(file[at]) : 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        stopBehindTheZeros();
        int at = (int) streamPos;
        int count = Math.min(length, file.length + ZEROS - at);
        for (int index = 0; index < count; index++) {
            target[offset + index] = at + index < file.length ? file[at + index] : 0;
        }
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return file.length;
    }

    private void stopBehindTheZeros() throws IOException {
        if (streamPos >= file.length + ZEROS) {
            throw new IOException("the picture goes on where its file has ended");
        }
    }
}
