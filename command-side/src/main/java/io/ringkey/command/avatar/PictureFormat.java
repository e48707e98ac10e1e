package io.ringkey.command.avatar;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.tika.Tika;

/** What a picture may be. */
enum PictureFormat {
    JPEG("image/jpeg", 0),
    PNG("image/png", 0),
    /** Pixels can be left out only once all are decoded, with what its decoder keeps about each block of them. */
    WEBP("image/webp", 25);

    private static final Tika TIKA = new Tika();

    private final String mediaType;
    private final int heapBytesAPixel;

    PictureFormat(String mediaType, int heapBytesAPixel) {
        this.mediaType = mediaType;
        this.heapBytesAPixel = heapBytesAPixel;
    }

    /** Goes by the content alone: names and announced types are the client's to choose. */
    static Optional<PictureFormat> of(byte[] file) {
        String detected = TIKA.detect(file);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(detected))
                .findFirst();
    }

    /** How many pixels can be decoded in so many bytes of heap. */
    long pixelsIn(long heap) {
        return heapBytesAPixel == 0 ? Long.MAX_VALUE : heap / heapBytesAPixel;
    }

    /** A reader of this format and no other, whatever else is on the class path. */
    ImageReader reader() throws IOException {
        return switch (this) {
            case JPEG -> ImageIO.getImageReadersByFormatName("jpeg").next();
            case PNG -> ImageIO.getImageReadersByFormatName("png").next();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance();
        };
    }

    /** A file as the reader of this format takes it. */
    ImageInputStream stream(byte[] file) {
        return switch (this) {
            case JPEG, PNG -> new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
            case WEBP -> new PaddedFile(file);
        };
    }
}
