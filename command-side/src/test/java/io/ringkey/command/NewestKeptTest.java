package io.ringkey.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewestKeptTest {

    private static final int MOST = 1_000;

    private final TestClock clock = new TestClock(Instant.parse("2026-03-04T12:00:00Z"));
    private final NewestKept<Integer, String> kept = new NewestKept<>(MOST, Duration.ofMinutes(5), clock);

    @Test
    void isFoundAsOftenAsItIsAskedForAndTakenOnce() {
        kept.put(1, "one");

        assertThat(kept.find(1)).hasValue("one");
        assertThat(kept.findOrKeep(1, () -> "another")).isEqualTo("one");
        assertThat(kept.take(1)).hasValue("one");
        assertThat(kept.take(1)).isEmpty();
        assertThat(kept.find(1)).isEmpty();
        assertThat(kept.findOrKeep(1, () -> "another")).isEqualTo("another");
        assertThat(kept.find(1)).hasValue("another");
    }

    /** However many there were, and were never asked for, whoever has just come is found. */
    @Test
    void isTheNewest() {
        for (int i = 0; i < 3 * MOST; i++) {
            kept.put(i, "value");
            assertThat(kept.find(i)).hasValue("value");
        }

        assertThat(kept.size()).isEqualTo(MOST);
        assertThat(kept.find(2 * MOST)).isPresent();
        assertThat(kept.find(2 * MOST - 1)).isEmpty();
    }

    @Test
    void isNewAgainWhenItIsPutAgain() {
        kept.put(-1, "first");
        for (int i = 0; i < MOST - 1; i++) {
            kept.put(i, "value");
        }
        kept.put(-1, "second");
        kept.put(MOST, "value");

        assertThat(kept.find(-1)).hasValue("second");
        assertThat(kept.find(0)).isEmpty();
        assertThat(kept.find(1)).isPresent();
        assertThat(kept.size()).isEqualTo(MOST);
    }

    @Test
    void isForgottenInTime() {
        kept.put(1, "one");
        clock.advance(Duration.ofMinutes(4));
        kept.put(2, "two");
        assertThat(kept.find(1)).isPresent();

        clock.advance(Duration.ofMinutes(1));

        assertThat(kept.find(1)).isEmpty();
        assertThat(kept.take(2)).isPresent();
        kept.put(3, "three");
        assertThat(kept.size()).as("nothing stays once others come").isEqualTo(1);
    }
}
