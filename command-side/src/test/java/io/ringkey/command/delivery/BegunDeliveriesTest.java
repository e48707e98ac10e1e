package io.ringkey.command.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Purpose;
import io.ringkey.command.delivery.DeliveryRows.Row;
import io.ringkey.command.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is remembered of messages that were begun. */
class BegunDeliveriesTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final BegunDeliveries begun = new BegunDeliveries(clock);

    @Test
    void isFoundAsOftenAsItIsAskedForAndTakenOnce() {
        Row row = row(1);
        begun.add(row);

        assertThat(begun.find(row.challenge())).isSameAs(row);
        assertThat(begun.find(row.challenge())).isSameAs(row);
        assertThat(begun.take(row.challenge())).isSameAs(row);
        assertThat(begun.take(row.challenge())).isNull();
        assertThat(begun.find(row.challenge())).isNull();
    }

    /** However many have been begun, and were never asked for, whoever has just come is found. */
    @Test
    void keepsTheNewest() {
        for (int i = 0; i < 3 * BegunDeliveries.MOST; i++) {
            Row row = row(i);
            begun.add(row);
            assertThat(begun.find(row.challenge())).isSameAs(row);
        }

        assertThat(begun.size()).isEqualTo(BegunDeliveries.MOST);
        assertThat(begun.find(row(2 * BegunDeliveries.MOST).challenge())).isNotNull();
        assertThat(begun.find(row(2 * BegunDeliveries.MOST - 1).challenge())).isNull();
    }

    @Test
    void isForgottenWhenCodesAreOver() {
        begun.add(row(1));
        clock.advance(Duration.ofMinutes(4));
        begun.add(row(2));
        assertThat(begun.find(row(1).challenge())).isNotNull();

        clock.advance(Duration.ofMinutes(1));

        assertThat(begun.find(row(1).challenge())).isNull();
        assertThat(begun.take(row(2).challenge())).isNotNull();
        begun.add(row(3));
        assertThat(begun.size()).as("nothing stays once others come").isEqualTo(1);
    }

    private static Row row(int number) {
        var challenge = new ChallengeId(new UUID(0, number));
        return new Row(
                new NumberStreamId(new UUID(1, number)),
                new PhoneNumber("+79990000001"),
                new OneTimeCodes.Seed(1, Purpose.SIGN_IN, challenge, 1, new byte[OneTimeCodes.NONCE_BYTES]),
                4,
                NOON,
                NOON.plus(Duration.ofMinutes(5)),
                1,
                1,
                NOON.plus(DeliveryRows.FIRST_LEASE),
                null);
    }
}
