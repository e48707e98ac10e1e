package io.ringkey.web.memory;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparingLooksTest {

    private static final long A_LOOK = MILLISECONDS.toNanos(400);
    private static final long ITS_REST = SECONDS.toNanos(8);

    private record Waiting(long nanos, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long now = Long.MAX_VALUE - A_LOOK;
    private int looks;
    private boolean fails;
    private boolean asksAfterwards;
    private final SparingLooks sparing = new SparingLooks(
            this::look, this::afterwards, () -> now, (nanos, task) -> waiting.add(new Waiting(nanos, task)));

    private void look() {
        looks++;
        now += A_LOOK;
        if (fails) {
            throw new IllegalStateException("blind");
        }
    }

    private void afterwards() {
        if (asksAfterwards) {
            sparing.ask();
        }
    }

    @Test
    void comeAtOnceWhereTheLastWasLongAgo() {
        sparing.ask();
        now += ITS_REST;
        sparing.ask();

        assertThat(looks).isEqualTo(2);
        assertThat(waiting).isEmpty();
    }

    @Test
    void waitUntilTwentyTimesAsLongHasGoneByAsTheLastTook() {
        sparing.ask();
        now += SECONDS.toNanos(3);
        sparing.ask();

        assertThat(looks).isEqualTo(1);
        assertThat(waiting).extracting(Waiting::nanos).containsExactly(SECONDS.toNanos(5));

        waiting.getFirst().task().run();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void areNotAskedForTwiceWhileOneIsToCome() {
        sparing.ask();
        sparing.ask();
        sparing.ask();

        assertThat(waiting).hasSize(1);

        waiting.getFirst().task().run();
        sparing.ask();
        assertThat(looks).isEqualTo(2);
        assertThat(waiting).hasSize(2);
    }

    @Test
    void mayBeAskedForAgainByWhatFollowsThem() {
        asksAfterwards = true;

        sparing.ask();

        assertThat(waiting).extracting(Waiting::nanos).containsExactly(ITS_REST);
    }

    @Test
    void areHadAgainAfterOneThatFailed() {
        fails = true;
        assertThatThrownBy(sparing::ask).hasMessage("blind");
        fails = false;
        now += ITS_REST;

        sparing.ask();

        assertThat(looks).isEqualTo(2);
    }
}
