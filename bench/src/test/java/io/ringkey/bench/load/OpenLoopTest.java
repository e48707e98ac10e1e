package io.ringkey.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    @Test
    void callsAsOftenAsItWasTold() {
        var calls = new AtomicInteger();

        double[] millis = OpenLoop.latencies(4, 100, Duration.ofMillis(300), client -> calls::incrementAndGet);

        assertThat(millis).hasSize(30).isSorted();
        assertThat(calls).hasValue(30);
    }

    /** One client at 100 a second that needs 50 ms for the first call: those behind it were due meanwhile. */
    @Test
    void countsTheTimeThatACallWaitsForThoseBeforeIt() {
        var calls = new AtomicInteger();

        double[] millis = OpenLoop.latencies(1, 100, Duration.ofMillis(50), client -> () -> {
            if (calls.getAndIncrement() == 0) {
                busyFor(Duration.ofMillis(50));
            }
        });

        assertThat(millis).hasSize(5);
        assertThat(millis[0]).isGreaterThanOrEqualTo(10);
        assertThat(millis[1]).isGreaterThanOrEqualTo(20);
        assertThat(millis[2]).isGreaterThanOrEqualTo(30);
        assertThat(millis[3]).isGreaterThanOrEqualTo(40);
        assertThat(millis[4]).isGreaterThanOrEqualTo(50);
    }

    @Test
    void doesNotCountTheTimeInWhichItsClientsAreMade() {
        double[] millis = OpenLoop.latencies(1, 100, Duration.ofMillis(50), client -> {
            busyFor(Duration.ofSeconds(2));
            return () -> {};
        });

        assertThat(millis[4]).isLessThan(2_000);
    }

    @Test
    void endsWithAClientThatFails() {
        assertThatThrownBy(() -> OpenLoop.latencies(2, 100, Duration.ofMillis(50), client -> () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasRootCauseMessage("refused");
    }

    private static void busyFor(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
