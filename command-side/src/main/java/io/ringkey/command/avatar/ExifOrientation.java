package io.ringkey.command.avatar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a camera was held, as its file says (EXIF 2.32, tag 0x0112): 1 for upright, up to 8. The readers' own metadata
 * support is left alone, since it takes in far more than this one number.
 */
final class ExifOrientation {

    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final String EXIF = "Exif\0\0";

    private ExifOrientation() {}

    /** What the file says; upright when it says nothing that makes sense. */
    static int of(byte[] file, PictureFormat format) {
        try {
            var bytes = ByteBuffer.wrap(file);
            Optional<ByteBuffer> exif = switch (format) {
                case JPEG -> inJpeg(bytes);
                case PNG -> inPng(bytes);
                case WEBP -> inWebp(bytes);
            };
            return exif.map(ExifOrientation::inTiff).orElse(UPRIGHT);
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            return UPRIGHT;
        }
    }

    private static Optional<ByteBuffer> inJpeg(ByteBuffer file) {
        int at = 2;
        while (at + 4 <= file.limit() && unsigned(file, at) == 0xFF) {
            int marker = unsigned(file, at + 1);
            int length = Short.toUnsignedInt(file.getShort(at + 2));
            if (marker == 0xDA || length < 2) {
                return Optional.empty();
            }
            if (marker == 0xE1 && says(file, at + 4, EXIF)) {
                return Optional.of(file.slice(at + 10, length - 8));
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> inPng(ByteBuffer file) {
        int at = 8;
        while (at + 12 <= file.limit()) {
            int length = file.getInt(at);
            if (length < 0 || length > file.limit()) {
                return Optional.empty();
            }
            if (says(file, at + 4, "eXIf")) {
                return Optional.of(file.slice(at + 8, length));
            }
            at += 12 + length;
        }
        return Optional.empty();
    }

    private static Optional<ByteBuffer> inWebp(ByteBuffer file) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        int at = 12;
        while (at + 8 <= file.limit()) {
            int length = file.getInt(at + 4);
            if (length < 0 || length > file.limit()) {
                return Optional.empty();
            }
            if (says(file, at, "EXIF")) {
                int prefix = says(file, at + 8, EXIF) ? EXIF.length() : 0;
                return Optional.of(file.slice(at + 8 + prefix, length - prefix));
            }
            at += 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    private static int inTiff(ByteBuffer tiff) {
        tiff.order(unsigned(tiff, 0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int entry = directory + 2; entry < directory + 2 + 12 * entries; entry += 12) {
            if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                int orientation = Short.toUnsignedInt(tiff.getShort(entry + 8));
                return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Byte.toUnsignedInt(bytes.get(at));
    }

    private static boolean says(ByteBuffer bytes, int at, String ascii) {
        byte[] expected = ascii.getBytes(StandardCharsets.US_ASCII);
        return at + expected.length <= bytes.limit()
                && bytes.slice(at, expected.length).equals(ByteBuffer.wrap(expected));
    }
}
