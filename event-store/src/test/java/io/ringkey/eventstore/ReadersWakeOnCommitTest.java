package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.RecordPages.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadersWakeOnCommitTest {

    private static final long REST = Duration.ofMillis(10).toNanos();
    private static final long NEVER = Duration.ofHours(1).toNanos();
    private static final int PATIENCE_SECONDS = 10;

    private static final int PAGE = 3;

    private final Commits commits = new Commits();
    private final List<String> record = new CopyOnWriteArrayList<>(List.of("first", "second"));
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void readsOnFromAToken() throws InterruptedException {
        var reader = reader(new GlobalSequenceTrackingToken(0), NEVER);

        assertThat(reader.peek()).map(event -> (Object) event.getPayload()).hasValue("second");
        assertThat((Object) reader.nextAvailable().getPayload()).isEqualTo("second");
        assertThat(reader.peek()).isEmpty();
    }

    @Test
    void asksTheDatabaseNothingBetweenCommits() throws InterruptedException {
        var reader = readerAtTheEnd(NEVER);
        int before = reads.get();

        assertThat(reader.hasNextAvailable()).isFalse();
        assertThat(reader.peek()).isEmpty();
        assertThat(reader.hasNextAvailable(5, TimeUnit.MILLISECONDS)).isFalse();

        assertThat(reads).hasValue(before);
    }

    @Test
    void readsOnAfterAFullPageAndAsksNoMoreAfterAnother() throws InterruptedException {
        record.addAll(List.of("third", "fourth"));
        var reader = reader(null, NEVER);

        for (String event : record) {
            assertThat((Object) reader.nextAvailable().getPayload()).isEqualTo(event);
        }

        assertThat(reader.peek()).isEmpty();
        assertThat(reads).hasValue(2);
    }

    @Test
    void looksOnceForCommitsThatComeThickAndFast() throws InterruptedException {
        var reader = readerAtTheEnd(NEVER);
        int before = reads.get();

        long began = System.nanoTime();
        for (int commit = 0; commit < 100; commit++) {
            commits.announce(List.of());
            assertThat(reader.hasNextAvailable()).isFalse();
        }
        long looks = (System.nanoTime() - began) / Duration.ofMillis(10).toNanos() + 1;

        assertThat((long) reads.get() - before).isLessThanOrEqualTo(looks);
        assertThat(reader.hasNextAvailable(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(reads.get()).as("the last of them too").isGreaterThan(before);
    }

    @Test
    void isWokenByACommitOfThisProcess() throws Exception {
        var reader = readerAtTheEnd(NEVER);
        var woken = CompletableFuture.supplyAsync(() -> next(reader));

        record.add("third");
        commits.announce(List.of());

        assertThat(woken.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("third");
    }

    @Test
    void missesNoCommitThatComesWhileItReads() throws InterruptedException {
        var reader = new RecordReader(
                null,
                token -> {
                    // Committed just after the database was asked.
                    if (reads.getAndIncrement() == 0) {
                        commits.announce(List.of());
                        return new Page(List.of(), true);
                    }
                    return new Page(List.of(message(0)), true);
                },
                commits,
                NEVER,
                REST);

        assertThat(reader.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void looksForTheEventsOfOtherProcessesEverySoOften() throws InterruptedException {
        var reader = readerAtTheEnd(Duration.ofMillis(5).toNanos());

        record.add("third");

        assertThat(reader.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private RecordReader readerAtTheEnd(long fetchDelay) throws InterruptedException {
        var reader = reader(null, fetchDelay);
        reader.nextAvailable();
        reader.nextAvailable();
        assertThat(reader.hasNextAvailable()).isFalse();
        return reader;
    }

    private RecordReader reader(@Nullable TrackingToken start, long fetchDelay) {
        return new RecordReader(start, this::after, commits, fetchDelay, REST);
    }

    private Page after(@Nullable TrackingToken token) {
        reads.incrementAndGet();
        int next = token == null ? 0 : (int) token.position().orElseThrow() + 1;
        var page = new ArrayList<TrackedEventMessage<?>>();
        for (int index = next; index < record.size() && page.size() < PAGE; index++) {
            page.add(message(index));
        }
        return new Page(page, page.size() < PAGE);
    }

    private TrackedEventMessage<?> message(int index) {
        return new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(index), new GenericEventMessage<>(record.get(index)));
    }

    private static Object next(RecordReader reader) {
        try {
            return reader.nextAvailable().getPayload();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
