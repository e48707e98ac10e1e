package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MasterKeysTest {

    private static final byte[] PLACE = "cookie-1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);

    private final byte[] oldBytes = filled(1);
    private final MasterKey old = new MasterKey(oldBytes);
    private final MasterKey fresh = new MasterKey(filled(2));
    private final MasterKeys both = MasterKeys.of(fresh, old);

    @Test
    void theFirstWrapsAndAllOpen() {
        byte[] before = old.wrap(SECRET, PLACE);
        byte[] now = both.wrap(SECRET, PLACE);

        assertThat(both.unwrap(before, PLACE)).hasValue(SECRET);
        assertThat(both.unwrap(now, PLACE)).hasValue(SECRET);
        assertThat(fresh.unwrap(now, PLACE)).hasValue(SECRET);
        assertThat(old.unwrap(now, PLACE)).as("without the new key").isEmpty();
        assertThat(fresh.unwrap(before, PLACE)).as("without the old key").isEmpty();
    }

    @Test
    void whatIsWrappedNamesItsKeyAndShowsNothingOfIt() {
        byte[] wrapped = both.wrap(SECRET, PLACE);

        assertThat(MasterKey.idIn(wrapped)).hasValue(fresh.id());
        assertThat(fresh.id()).hasSize(8).isNotEqualTo(old.id());
        assertThat(fresh.fingerprint()).hasSize(16).startsWith(fresh.id());
        assertThat(fresh).hasToString("(master key " + fresh.id() + ")");
        assertThat(wrapped).startsWith(fresh.start());
    }

    @Test
    void aKeyThatIsAloneWrapsAsEarlierReleasesRead() throws GeneralSecurityException {
        byte[] wrapped = old.wrap(SECRET, PLACE);

        assertThat(wrapped[0]).isEqualTo((byte) 1);
        assertThat(new AesGcm(oldBytes).open(Arrays.copyOfRange(wrapped, 1, wrapped.length), PLACE))
                .isEqualTo(SECRET);
    }

    @Test
    void whatAnEarlierReleaseHasWrappedOpensUnderAnyOfThem() throws GeneralSecurityException {
        byte[] sealed = new AesGcm(oldBytes).seal(SECRET, PLACE);
        byte[] earlier =
                ByteBuffer.allocate(1 + sealed.length).put((byte) 1).put(sealed).array();

        assertThat(MasterKey.idIn(earlier)).isEmpty();
        assertThat(both.unwrap(earlier, PLACE)).hasValue(SECRET);
        assertThat(fresh.unwrap(earlier, PLACE)).isEmpty();
    }

    @Test
    void whatWasMovedOrChangedOrIsNothingDoesNotOpen() {
        byte[] wrapped = both.wrap(SECRET, PLACE);

        assertThat(both.unwrap(wrapped, "cookie-2".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            assertThat(both.unwrap(changed, PLACE)).as("byte %d", at).isEmpty();
            assertThat(both.unwrap(Arrays.copyOf(wrapped, at), PLACE))
                    .as("%d bytes", at)
                    .isEmpty();
        }
    }

    private static byte[] filled(int with) {
        byte[] key = new byte[MasterKey.BYTES];
        Arrays.fill(key, (byte) with);
        return key;
    }
}
