package io.ringkey.command.avatar;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Files as people, cameras and attackers make them. */
public final class Files {

    public static final String SECRET_OF_THE_CAMERA = "serial 4711, garden gate";

    private Files() {}

    public static byte[] jpeg(int width, int height) {
        return written(quarters(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
    }

    public static byte[] png(int width, int height) {
        return written(quarters(width, height, BufferedImage.TYPE_INT_RGB), "png");
    }

    static byte[] transparentPng(int width, int height) {
        return written(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png");
    }

    /** A lossless WebP of one opaque colour: every symbol of its code stands alone and takes no bits. */
    public static byte[] webp(int width, int height, Color color) {
        var vp8l = new Bits();
        vp8l.put(0x2f, 8);
        vp8l.put(width - 1, 14);
        vp8l.put(height - 1, 14);
        vp8l.put(0, 1 + 3 + 1 + 1 + 1);
        for (int symbol : new int[] {color.getGreen(), color.getRed(), color.getBlue(), 255, 0}) {
            vp8l.put(1, 1);
            vp8l.put(0, 1);
            vp8l.put(1, 1);
            vp8l.put(symbol, 8);
        }
        return riff(chunk("VP8L", vp8l.bytes()));
    }

    /** As {@link #webp}, in the extended form that has room for what the camera says. */
    static byte[] webpOfACamera(int width, int height, int orientation) {
        byte[] plain = webp(width, height, Color.RED);
        var size = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        size.put((byte) 0x08).put(new byte[3]);
        for (int length : new int[] {width - 1, height - 1}) {
            size.put((byte) length).put((byte) (length >> 8)).put((byte) (length >> 16));
        }
        return riff(
                chunk("VP8X", size.array()),
                Arrays.copyOfRange(plain, 12, plain.length),
                chunk("EXIF", tiff(orientation)));
    }

    /** A JPEG with the orientation and the secrets that a camera puts into it. */
    public static byte[] jpegOfACamera(int width, int height, int orientation) {
        byte[] plain = jpeg(width, height);
        byte[] exif = concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff(orientation));
        var head = ByteBuffer.allocate(4).put((byte) 0xFF).put((byte) 0xE1).putShort((short) (exif.length + 2));
        return concat(Arrays.copyOf(plain, 2), head.array(), exif, Arrays.copyOfRange(plain, 2, plain.length));
    }

    static byte[] pngOfACamera(int width, int height, int orientation) {
        byte[] plain = png(width, height);
        int afterHeader = 8 + 12 + 13;
        return concat(
                Arrays.copyOf(plain, afterHeader),
                pngChunk("eXIf", tiff(orientation)),
                Arrays.copyOfRange(plain, afterHeader, plain.length));
    }

    /** A few bytes that unpack to an enormous picture. */
    public static byte[] pngBomb(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 1)
                .array();
        var deflater = new Deflater(9);
        var packed = new ByteArrayOutputStream();
        byte[] row = new byte[(width + 7) / 8 + 1];
        byte[] buffer = new byte[1 << 16];
        for (int y = 0; y < height; y++) {
            deflater.setInput(row);
            for (int count = deflater.deflate(buffer); count > 0; count = deflater.deflate(buffer)) {
                packed.write(buffer, 0, count);
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return concat(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
                pngChunk("IHDR", header),
                pngChunk("IDAT", packed.toByteArray()),
                pngChunk("IEND", new byte[0]));
    }

    public static byte[] script() {
        return "<script>alert(document.cookie)</script>".getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** Red and green above, blue and white below. */
    private static BufferedImage quarters(int width, int height, int type) {
        var image = new BufferedImage(width, height, type);
        var graphics = image.createGraphics();
        Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int quarter = 0; quarter < colors.length; quarter++) {
            graphics.setColor(colors[quarter]);
            graphics.fillRect(quarter % 2 * (width / 2), quarter / 2 * (height / 2), width, height);
        }
        graphics.dispose();
        return image;
    }

    private static byte[] written(BufferedImage image, String format) {
        var file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] tiff(int orientation) {
        byte[] secret = SECRET_OF_THE_CAMERA.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + 2 + 24 + 4 + secret.length)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010F)
                .putShort((short) 2)
                .putInt(secret.length)
                .putInt(38)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put(secret)
                .array();
    }

    private static byte[] riff(byte[]... chunks) {
        byte[] content = concat(concat("WEBP".getBytes(StandardCharsets.US_ASCII)), concat(chunks));
        return chunk("RIFF", content);
    }

    private static byte[] chunk(String name, byte[] content) {
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .array();
        return concat(name.getBytes(StandardCharsets.US_ASCII), length, content, new byte[content.length % 2]);
    }

    private static byte[] pngChunk(String name, byte[] content) {
        byte[] named = concat(name.getBytes(StandardCharsets.US_ASCII), content);
        var crc = new CRC32();
        crc.update(named);
        return concat(
                ByteBuffer.allocate(4).putInt(content.length).array(),
                named,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Bits, the least significant first. */
    private static final class Bits {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int held;
        private int count;

        void put(int value, int bits) {
            for (int bit = 0; bit < bits; bit++) {
                held |= (value >> bit & 1) << count++;
                if (count == 8) {
                    bytes.write(held);
                    held = 0;
                    count = 0;
                }
            }
        }

        byte[] bytes() {
            put(0, 7);
            return bytes.toByteArray();
        }
    }
}
