package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class CommitsElsewhereTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final String url = TestDatabase.freshUrl();
    private final DataSource dataSource = TestDatabase.at(url);
    /** Kept open, or connecting would be what sets the pace of telling. */
    private final SingleConnectionDataSource telling = new SingleConnectionDataSource(url, true);

    private final Commits here = new Commits();
    private final Commits there = new Commits();
    private final CommitsElsewhere ofHere = new CommitsElsewhere(telling, dataSource, here);
    private final CommitsElsewhere ofThere = new CommitsElsewhere(dataSource, dataSource, there);

    @BeforeEach
    void twoProcesses() {
        ofHere.start();
        ofThere.start();
        // Whoever is not listening yet hears nothing, and looks by itself.
        Awaitility.await().atMost(PATIENCE).until(() -> {
            here.announce(List.of());
            there.announce(List.of());
            return here.count() > here.ownCount() && there.count() > there.ownCount();
        });
        Awaitility.await().during(A_WHILE).atMost(PATIENCE).until(new Unchanged()::since);
    }

    /** Whether nothing was heard since it was asked before. */
    private final class Unchanged {
        private long before = -1;

        boolean since() {
            long now = here.count() + there.count();
            boolean same = now == before;
            before = now;
            return same;
        }
    }

    @AfterEach
    void stop() {
        ofHere.stop();
        ofThere.stop();
        telling.destroy();
    }

    @Test
    void wakeWhoeverWaitsInAnotherProcess() throws InterruptedException {
        long seen = there.count();

        here.announce(List.of());
        there.awaitMoreThan(seen, PATIENCE.toNanos());

        assertThat(there.count()).isEqualTo(seen + 1);
    }

    @Test
    void areToldOnceAndNotBack() throws InterruptedException {
        long seenHere = here.count();
        long seenThere = there.count();

        here.announce(List.of());
        TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis());

        assertThat(here.count()).isEqualTo(seenHere + 1);
        assertThat(there.count()).isEqualTo(seenThere + 1);
    }

    @Test
    void areToldTogetherWhenTheyComeThickAndFast() throws InterruptedException {
        long seen = there.count();
        long start = System.nanoTime();

        while (System.nanoTime() - start < A_WHILE.toNanos()) {
            for (int commit = 0; commit < 100; commit++) {
                here.announce(List.of());
            }
            TimeUnit.MICROSECONDS.sleep(200);
        }
        long atMost = Duration.ofNanos(System.nanoTime() - start).dividedBy(CommitsElsewhere.AT_MOST_EVERY) + 2;
        TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis());

        assertThat(there.count() - seen).isBetween(1L, Math.min(100L, atMost));
    }
}
