package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

class AesGcmTest {

    private static final byte[] PLACE = "here".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = "a value".getBytes(StandardCharsets.UTF_8);

    private final AesGcm key = new AesGcm(new byte[MasterKey.BYTES]);

    /** Test case 16 of the specification of GCM that was submitted to NIST (McGrew and Viega). */
    @Test
    void opensWhatOthersSealByTheStandard() throws Exception {
        var standard = new AesGcm(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
        byte[] sealed = hex("cafebabefacedbaddecaf888"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");

        assertThat(standard.open(sealed, hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")))
                .isEqualTo(hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
    }

    @Test
    void opensWhatItSealed() throws Exception {
        assertThat(key.open(key.seal(VALUE, PLACE), PLACE)).isEqualTo(VALUE);
    }

    @Test
    void opensNothingElsewhereOrUnderAnotherKey() {
        byte[] sealed = key.seal(VALUE, PLACE);
        byte[] other = new byte[MasterKey.BYTES];
        other[0] = 1;

        assertThatThrownBy(() -> key.open(sealed, new byte[] {1})).isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> new AesGcm(other).open(sealed, PLACE)).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void opensNothingOfWhichABitOrAnEndIsMissing() {
        byte[] sealed = key.seal(VALUE, PLACE);

        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            byte[] shorter = Arrays.copyOf(sealed, at);
            assertThatThrownBy(() -> key.open(changed, PLACE)).isInstanceOf(AEADBadTagException.class);
            assertThatThrownBy(() -> key.open(shorter, PLACE)).isInstanceOf(AEADBadTagException.class);
        }
    }

    @Test
    void neverUsesANonceTwice() {
        Set<String> nonces = IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(once -> HexFormat.of().formatHex(key.seal(VALUE, PLACE), 0, 12))
                .collect(Collectors.toSet());

        assertThat(nonces).hasSize(10_000);
    }

    /** What seals and opens is used again by others, who have other keys. */
    @Test
    void sealsAndOpensForManyAtOnceWhateverFailsMeanwhile() {
        List<AesGcm> keys = IntStream.range(0, 50)
                .mapToObj(number -> {
                    byte[] own = new byte[MasterKey.BYTES];
                    own[0] = (byte) number;
                    return new AesGcm(own);
                })
                .toList();

        // Long ones, so that one is still under way when the next begins.
        byte[] value = new byte[20_000];
        long right = IntStream.range(0, 2_000)
                .parallel()
                .filter(once -> {
                    AesGcm mine = keys.get(once % keys.size());
                    byte[] sealed = mine.seal(value, PLACE);
                    assertThatThrownBy(() -> keys.get((once + 1) % keys.size()).open(sealed, PLACE))
                            .isInstanceOf(AEADBadTagException.class);
                    return Arrays.equals(opened(mine, sealed), value);
                })
                .count();

        assertThat(right).isEqualTo(2_000);
    }

    private static byte[] opened(AesGcm key, byte[] sealed) {
        try {
            return key.open(sealed, PLACE);
        } catch (AEADBadTagException doesNotOpen) {
            throw new AssertionError(doesNotOpen);
        }
    }

    @Test
    void takesKeysOfOneLengthOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AesGcm(new byte[16]));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
