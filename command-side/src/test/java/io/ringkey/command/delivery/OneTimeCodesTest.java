package io.ringkey.command.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.command.delivery.OneTimeCodes.Seed;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SecretKey;
import io.ringkey.command.keys.SigningKey;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Settings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OneTimeCodesTest {

    /** Chi-square of nine degrees of freedom: a true die stays below it 99 times of 100. */
    private static final double P_ONE_PERCENT = 21.666;

    private static final SecretKey KEY = new SecretKey(1, new byte[32]);
    private static final Seed SEED = new Seed(1, Purpose.SIGN_IN, new ChallengeId(new UUID(1, 2)), 1, new byte[16]);

    private final OneTimeCodes codes = new OneTimeCodes(new OneKey());

    @Test
    void drawsEveryDigitEvenly() {
        // C1
        int draws = 1_000_000;
        var random = new Random(4071);
        int[][][] seen = new int[10][9][10];
        byte[] nonce = new byte[16];
        for (int draw = 0; draw < draws; draw++) {
            random.nextBytes(nonce);
            var id = new ChallengeId(new UUID(random.nextLong(), random.nextLong()));
            byte[] mac = OneTimeCodes.mac(KEY, new Seed(1, Purpose.SIGN_IN, id, 1, nonce));
            for (int length = 4; length <= 9; length++) {
                String code = OneTimeCodes.digits(mac, length);
                for (int position = 0; position < length; position++) {
                    seen[length][position][code.charAt(position) - '0']++;
                }
            }
        }
        for (int length = 4; length <= 9; length++) {
            for (int position = 0; position < length; position++) {
                assertThat(chiSquare(seen[length][position], draws))
                        .as("digit %d of %d", position, length)
                        .isLessThan(P_ONE_PERCENT);
            }
        }
    }

    @Test
    void refusesALengthOfTen() {
        // C1
        assertThatThrownBy(() -> Settings.of(Map.of("RINGKEY_CODE_LENGTH", "10")))
                .isInstanceOf(BadSetting.class);
    }

    @Test
    void cannotBeDerivedFromKeyAndIdsWithoutTheNonce() {
        // C2
        var random = new Random(4071);
        int hits = 0;
        for (int challenge = 0; challenge < 10_000; challenge++) {
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            var id = new ChallengeId(new UUID(random.nextLong(), random.nextLong()));
            String real =
                    codes.derive(new Seed(1, Purpose.SIGN_IN, id, 1, nonce), 4).orElseThrow();
            String guessed = codes.derive(new Seed(1, Purpose.SIGN_IN, id, 1, new byte[16]), 4)
                    .orElseThrow();
            if (real.equals(guessed)) {
                hits++;
            }
        }
        // One hit is what chance gives; more than seven it gives once in 100,000 times.
        assertThat(hits).isLessThanOrEqualTo(7);
    }

    @Test
    void dependOnEverythingThatTheyAreMadeOf() {
        String code = nine(SEED);

        assertThat(nine(new Seed(1, Purpose.CHANGE_PHONE, SEED.challenge(), 1, SEED.nonce())))
                .isNotEqualTo(code);
        assertThat(nine(new Seed(1, Purpose.SIGN_IN, new ChallengeId(new UUID(1, 3)), 1, SEED.nonce())))
                .isNotEqualTo(code);
        assertThat(nine(new Seed(1, Purpose.SIGN_IN, SEED.challenge(), 2, SEED.nonce())))
                .isNotEqualTo(code);
        byte[] anotherNonce = new byte[16];
        anotherNonce[15] = 1;
        assertThat(nine(new Seed(1, Purpose.SIGN_IN, SEED.challenge(), 1, anotherNonce)))
                .isNotEqualTo(code);
        assertThat(nine(SEED)).isEqualTo(code);
    }

    @Test
    void areTheFirstEightBytesUnsignedModuloTheirRange() {
        byte[] mac = ByteBuffer.allocate(32).putLong(-1).array();

        // 2^64 - 1 = 18446744073709551615
        assertThat(OneTimeCodes.digits(mac, 4)).isEqualTo("1615");
        assertThat(OneTimeCodes.digits(mac, 9)).isEqualTo("709551615");
        assertThat(OneTimeCodes.digits(ByteBuffer.allocate(32).putLong(7).array(), 4))
                .isEqualTo("0007");
    }

    @Test
    void areComparedWhole() {
        String code = nine(SEED);

        assertThat(codes.matches(new OneTimeCode(code), SEED, 9)).isTrue();
        assertThat(codes.matches(new OneTimeCode(code.substring(0, 8)), SEED, 9))
                .isFalse();
        assertThat(codes.matches(
                        new OneTimeCode(code), new Seed(2, SEED.purpose(), SEED.challenge(), 1, SEED.nonce()), 9))
                .as("a key that is gone")
                .isFalse();
    }

    private String nine(Seed seed) {
        return codes.derive(seed, 9).orElseThrow();
    }

    private static double chiSquare(int[] seen, int draws) {
        double expected = draws / 10.0;
        double sum = 0;
        for (int count : seen) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private static final class OneKey implements KeyRing {

        @Override
        public SecretKey current(KeyPurpose purpose) {
            return KEY;
        }

        @Override
        public Optional<SecretKey> find(KeyPurpose purpose, int id) {
            return id == KEY.id() ? Optional.of(KEY) : Optional.empty();
        }

        @Override
        public List<SecretKey> live(KeyPurpose purpose) {
            return List.of(KEY);
        }

        @Override
        public SigningKey signing() {
            throw new UnsupportedOperationException();
        }
    }
}
