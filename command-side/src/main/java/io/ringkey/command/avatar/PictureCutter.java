package io.ringkey.command.avatar;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.springframework.stereotype.Component;

/**
 * Makes what somebody uploaded fit to be kept: checked by content, its middle square, small, drawn anew so that nothing
 * of the file but its pixels is left. Thread-safe; only so much is decoded at a time, the rest waits.
 */
@Component
public final class PictureCutter {

    /** The largest file taken, in bytes. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final long MAX_PIXELS = 40_000_000;
    private static final int SIDE = 512;
    /** Pixels are left out while reading down to about this, so a large picture costs no large memory. */
    private static final int READ_SIDE = 2 * SIDE;

    private static final double JPEG_QUALITY = 0.85;
    private static final long WAIT_SECONDS = 10;

    /** As much is decoded at a time as the largest picture of its format takes. */
    static final int PERMITS = 40;

    /** What everything else needs of the heap. */
    private static final long KEPT_FREE = 160L << 20;

    private static final long LEAST_ROOM = 32L << 20;

    private final Semaphore decoding = new Semaphore(PERMITS, true);
    private final long room;

    public PictureCutter() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap how many bytes the heap may have */
    PictureCutter(long heap) {
        this.room = Math.max(LEAST_ROOM, heap - KEPT_FREE);
    }

    /**
     * Cuts a picture.
     *
     * @param file a JPEG, PNG or WebP file
     * @throws Failure {@code body.too-large} for too many bytes, or more pixels than 40 million or than this process has
     *     memory for, {@code media-type.unsupported} for anything
     *     that is not such a picture, {@code try-later} when too many others are being cut
     */
    public Picture cut(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        }
        PictureFormat format = PictureFormat.of(file).orElseThrow(PictureCutter::noPicture);
        try {
            return drawnAnew(middleOf(file, format), ExifOrientation.of(file, format));
        } catch (Failure refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            // Decoders answer broken files with every kind of exception.
            throw noPicture();
        }
    }

    private BufferedImage middleOf(byte[] file, PictureFormat format) throws IOException {
        ImageReader reader = format.reader();
        try (ImageInputStream stream = format.stream(file)) {
            reader.setInput(stream, true, true);
            // Only the header is read here: a bomb must not be decoded to be recognised.
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width <= 0 || height <= 0) {
                throw noPicture();
            }
            long pixels = (long) width * height;
            return inTurn(permits(format, pixels), () -> reader.read(0, middle(reader, width, height)));
        } finally {
            reader.dispose();
        }
    }

    /** Its part of what may be decoded at a time. */
    int permits(PictureFormat format, long pixels) {
        long most = Math.min(MAX_PIXELS, format.pixelsIn(room));
        if (pixels > most) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        }
        return Math.min((int) (PERMITS * pixels / most) + 1, PERMITS);
    }

    private static ImageReadParam middle(ImageReader reader, int width, int height) {
        int side = Math.min(width, height);
        int step = Math.max(1, side / READ_SIDE);
        ImageReadParam middle = reader.getDefaultReadParam();
        middle.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
        middle.setSourceSubsampling(step, step, 0, 0);
        return middle;
    }

    private interface Decoding {
        BufferedImage decode() throws IOException;
    }

    private BufferedImage inTurn(int permits, Decoding picture) throws IOException {
        boolean turn;
        try {
            turn = decoding.tryAcquire(permits, WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            turn = false;
        }
        if (!turn) {
            throw Failure.of(FailureCode.TRY_LATER);
        }
        try {
            return picture.decode();
        } finally {
            decoding.release(permits);
        }
    }

    private static Picture drawnAnew(BufferedImage read, int orientation) throws IOException {
        boolean transparent = read.getColorModel().hasAlpha();
        int type = transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        int side = Math.min(SIDE, Math.min(read.getWidth(), read.getHeight()));
        var file = new ByteArrayOutputStream();
        Thumbnails.of(inColoursOfTheScreen(read, type))
                .forceSize(side, side)
                .imageType(type)
                .addFilter(ExifFilterUtils.getFilterForOrientation(Orientation.typeOf(orientation)))
                .outputFormat(transparent ? "png" : "jpeg")
                .outputQuality(JPEG_QUALITY)
                .toOutputStream(file);
        return new Picture(transparent ? "image/png" : "image/jpeg", file.toByteArray());
    }

    private static BufferedImage inColoursOfTheScreen(BufferedImage read, int type) {
        var drawn = new BufferedImage(read.getWidth(), read.getHeight(), type);
        Graphics2D graphics = drawn.createGraphics();
        if (type == BufferedImage.TYPE_INT_RGB) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, drawn.getWidth(), drawn.getHeight());
        }
        graphics.drawImage(read, 0, 0, null);
        graphics.dispose();
        return drawn;
    }

    private static Failure noPicture() {
        return Failure.of(FailureCode.MEDIA_TYPE_UNSUPPORTED);
    }
}
