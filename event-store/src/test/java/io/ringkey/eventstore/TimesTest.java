package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void ofManyCallsAreJudgedByTheSlowestTwentieth() {
        assertThat(new Times(10, 150, 40).slowerThan(100)).isTrue();
        assertThat(new Times(10, 90, 40).slowerThan(100)).isFalse();
    }

    @Test
    void ofFewCallsAreJudgedByTheOneInTheMiddle() {
        assertThat(new Times(10, 150, 5).slowerThan(100)).isFalse();
        assertThat(new Times(110, 150, 5).slowerThan(100)).isTrue();
    }

    @Test
    void areThoseOfTheCalls() {
        var calls = new int[] {0};

        Times times = Times.of(5, () -> {
            calls[0]++;
            if (calls[0] == 1) {
                sleep();
            }
        });

        assertThat(calls[0]).isEqualTo(5);
        assertThat(times.p95()).isGreaterThanOrEqualTo(60);
    }

    private static void sleep() {
        try {
            Thread.sleep(60);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
