package io.ringkey.command.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCutterTest {

    private final PictureCutter cutter = new PictureCutter();

    @Test
    void makesASquareOfAtMost512PixelsOfAJpeg() throws IOException {
        BufferedImage cut = shown(cutter.cut(Files.jpeg(2000, 1000)));

        assertThat(cut.getWidth()).isEqualTo(512);
        assertThat(cut.getHeight()).isEqualTo(512);
        assertQuarters(cut, Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    }

    @Test
    void makesASquareOfAPng() throws IOException {
        Picture picture = cutter.cut(Files.png(700, 1500));

        assertThat(picture.mediaType()).isEqualTo("image/jpeg");
        assertThat(shown(picture).getWidth()).isEqualTo(512);
        assertQuarters(shown(picture), Color.RED, Color.GREEN, Color.BLUE, Color.WHITE);
    }

    @Test
    void makesASquareOfAWebp() throws IOException {
        BufferedImage cut = shown(cutter.cut(Files.webp(1024, 600, Color.BLUE)));

        assertThat(cut.getWidth()).isEqualTo(512);
        assertQuarters(cut, Color.BLUE, Color.BLUE, Color.BLUE, Color.BLUE);
    }

    @Test
    void leavesASmallPictureSmall() throws IOException {
        assertThat(shown(cutter.cut(Files.png(40, 30))).getWidth()).isEqualTo(30);
        assertThat(shown(cutter.cut(Files.png(1, 1))).getWidth()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsTransparentTransparent() throws IOException {
        Picture picture = cutter.cut(Files.transparentPng(600, 600));

        assertThat(picture.mediaType()).isEqualTo("image/png");
        assertThat(shown(picture).getRGB(256, 256) >>> 24).isZero();
    }

    @Test
    void turnsThePictureTheWayTheCameraWasHeldAndForgetsTheRest() throws IOException {
        byte[] original = Files.jpegOfACamera(800, 800, 6);
        assertThat(text(original)).contains(Files.SECRET_OF_THE_CAMERA);

        Picture picture = cutter.cut(original);

        assertQuarters(shown(picture), Color.BLUE, Color.RED, Color.WHITE, Color.GREEN);
        assertThat(text(picture.bytes()))
                .doesNotContain(Files.SECRET_OF_THE_CAMERA)
                .doesNotContain("Exif");
    }

    @Test
    void turnsAndCleansAPngToo() throws IOException {
        Picture picture = cutter.cut(Files.pngOfACamera(800, 800, 3));

        assertQuarters(shown(picture), Color.WHITE, Color.BLUE, Color.GREEN, Color.RED);
        assertThat(text(picture.bytes())).doesNotContain(Files.SECRET_OF_THE_CAMERA);
    }

    @Test
    void cleansAWebpToo() throws IOException {
        byte[] original = Files.webpOfACamera(64, 64, 8);
        assertThat(ExifOrientation.of(original, PictureFormat.WEBP)).isEqualTo(8);

        Picture picture = cutter.cut(original);

        assertThat(text(picture.bytes())).doesNotContain(Files.SECRET_OF_THE_CAMERA);
    }

    @Test
    void readsEveryOrientation() {
        assertThat(IntStream.rangeClosed(1, 8)
                        .map(held -> ExifOrientation.of(Files.jpegOfACamera(8, 8, held), PictureFormat.JPEG)))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(ExifOrientation.of(Files.jpegOfACamera(8, 8, 99), PictureFormat.JPEG))
                .isEqualTo(ExifOrientation.UPRIGHT);
        assertThat(ExifOrientation.of(Files.jpeg(8, 8), PictureFormat.JPEG)).isEqualTo(ExifOrientation.UPRIGHT);
    }

    @ParameterizedTest
    @MethodSource("noPictures")
    void refusesWhatIsNoPictureWhateverItIsCalled(byte[] file) {
        assertThatThrownBy(() -> cutter.cut(file))
                .isInstanceOfSatisfying(
                        Failure.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.MEDIA_TYPE_UNSUPPORTED));
    }

    static Stream<byte[]> noPictures() {
        byte[] png = Files.png(300, 300);
        byte[] jpeg = Files.jpeg(300, 300);
        return Stream.of(
                new byte[0],
                Files.script(),
                "GIF89a..............".getBytes(StandardCharsets.US_ASCII),
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(png, 60),
                Arrays.copyOf(jpeg, 20),
                Files.concat(Arrays.copyOf(png, 33), Files.script()));
    }

    @ParameterizedTest
    @ValueSource(ints = {6325, 20_000})
    void refusesABombWithoutUnpackingIt(int side) {
        byte[] bomb = Files.pngBomb(side, side);
        assertThat(bomb.length).isLessThan(PictureCutter.MAX_BYTES);

        assertTooLarge(bomb);
    }

    @Test
    void refusesAWebpThatTheHeapHasNoRoomFor() throws IOException {
        var small = new PictureCutter(256L << 20);

        assertTooLarge(small, Files.webp(2400, 2400, Color.RED));
        assertThat(shown(small.cut(Files.webp(1600, 1600, Color.RED))).getWidth())
                .isEqualTo(512);
        assertThat(shown(small.cut(Files.pngBomb(6300, 6300))).getWidth())
                .as("others are read without what is left out")
                .isEqualTo(512);
    }

    @Test
    void decodesAsMuchAtATimeAsTheHeapHasRoomFor() {
        var small = new PictureCutter(256L << 20);
        int half = PictureCutter.PERMITS / 2;

        assertThat(small.permits(PictureFormat.WEBP, 2_100_000)).isGreaterThan(half);
        assertThat(small.permits(PictureFormat.WEBP, 1_900_000)).isLessThanOrEqualTo(half);
        assertThat(small.permits(PictureFormat.JPEG, 2_100_000)).isEqualTo(3);
        assertThat(small.permits(PictureFormat.JPEG, 40_000_000)).isEqualTo(PictureCutter.PERMITS);
    }

    @Test
    void refusesAWebpBomb() {
        assertTooLarge(Files.webp(16_000, 16_000, Color.RED));
    }

    @Test
    void takesTheLargestPictureThatIsAllowed() throws IOException {
        assertThat(shown(cutter.cut(Files.pngBomb(6300, 6300))).getWidth()).isEqualTo(512);
    }

    @Test
    void refusesAFileThatIsTooLong() {
        assertTooLarge(Files.concat(Files.png(10, 10), new byte[PictureCutter.MAX_BYTES]));
    }

    @Test
    void answersBrokenFilesWithARefusalAndNothingElse() {
        var random = new Random(4711);
        byte[][] files = {
            Files.jpegOfACamera(64, 64, 6),
            Files.pngOfACamera(64, 64, 6),
            Files.webpOfACamera(64, 64, 6),
            Files.webp(64, 64, Color.RED)
        };
        for (int round = 0; round < 1000; round++) {
            byte[] broken = files[round % files.length].clone();
            for (int flips = 0; flips < 4; flips++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                cutter.cut(broken);
            } catch (Failure refused) {
                assertThat(refused.code()).isIn(FailureCode.MEDIA_TYPE_UNSUPPORTED, FailureCode.BODY_TOO_LARGE);
            }
        }
    }

    @Test
    void cutsManyAtATimeOneAfterTheOther() throws Exception {
        byte[] file = Files.jpeg(1000, 1000);
        try (var people = Executors.newFixedThreadPool(20)) {
            var cuts = IntStream.range(0, 40)
                    .mapToObj(person -> people.submit(() -> cutter.cut(file)))
                    .toList();
            for (var cut : cuts) {
                assertThat(cut.get().bytes()).isNotEmpty();
            }
        }
    }

    @Test
    void readsBase64WithAndWithoutItsPrefix() {
        byte[] file = Files.png(3, 3);
        String base64 = Base64.getEncoder().encodeToString(file);

        assertThat(UploadedText.decode(base64)).isEqualTo(file);
        assertThat(UploadedText.decode("data:image/png;base64," + base64)).isEqualTo(file);
        assertThatThrownBy(() -> UploadedText.decode("https://example.org/a.png"))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> UploadedText.decode("A".repeat(8_000_000)))
                .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.BODY_TOO_LARGE));
    }

    private void assertTooLarge(byte[] file) {
        assertTooLarge(cutter, file);
    }

    private static void assertTooLarge(PictureCutter cutter, byte[] file) {
        assertThatThrownBy(() -> cutter.cut(file))
                .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.BODY_TOO_LARGE));
    }

    private static void assertQuarters(BufferedImage image, Color... expected) {
        int quarter = image.getWidth() / 4;
        for (int place = 0; place < expected.length; place++) {
            var color = new Color(image.getRGB(quarter + place % 2 * 2 * quarter, quarter + place / 2 * 2 * quarter));
            assertThat(Math.abs(color.getRed() - expected[place].getRed())
                            + Math.abs(color.getGreen() - expected[place].getGreen())
                            + Math.abs(color.getBlue() - expected[place].getBlue()))
                    .as("quarter %d is %s", place, color)
                    .isLessThan(30);
        }
    }

    private static BufferedImage shown(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }
}
