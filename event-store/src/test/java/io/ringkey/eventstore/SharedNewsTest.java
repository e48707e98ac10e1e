package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.eventstore.RecordPages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedNewsTest {

    private static final int PAGE = 5;
    private static final GapAwareTrackingToken FIRST = new GapAwareTrackingToken(0, List.of());

    private final Commits commits = new Commits();
    private final ConcurrentSkipListMap<Long, String> record = new ConcurrentSkipListMap<>();
    private final List<TrackingToken> reads = new CopyOnWriteArrayList<>();
    private volatile Runnable whileReading = () -> {};
    private final SharedNews news = new SharedNews(this::read, commits);

    @Test
    void areReadOnceForAllWhoComeWithinAMoment() {
        commit(1, 2, 3);

        Page first = news.after(FIRST);
        Page second = news.after(FIRST);

        assertThat(positions(first)).containsExactly(1L, 2L, 3L);
        assertThat(positions(second)).containsExactly(1L, 2L, 3L);
        assertThat(second.last()).isTrue();
        assertThat((Object) second.events().getFirst().getPayload())
                .isSameAs(first.events().getFirst().getPayload());
        assertThat(reads).hasSize(1);
    }

    @Test
    void holdAllThatWasCommittedBeforeTheyWereAskedFor() {
        commit(1, 2);
        Page early = news.after(FIRST);
        commit(3);

        Page late = news.after(FIRST);
        Page latest = news.after(FIRST);

        assertThat(positions(late)).containsExactly(1L, 2L, 3L);
        assertThat(positions(latest)).containsExactly(1L, 2L, 3L);
        assertThat(reads).as("only what came since").containsExactly(FIRST, end(early));
    }

    @Test
    void mayBeTakenUpInTheMiddleByWhoeverIsThere() {
        commit(1);
        Page one = news.after(FIRST);
        commit(2);
        news.after(end(one));
        commit(3);

        assertThat(positions(news.after(FIRST))).containsExactly(1L, 2L, 3L);
        assertThat(positions(news.after(end(one)))).containsExactly(2L, 3L);
        assertThat(reads).hasSize(3);
    }

    @Test
    void thatThereWereNoneIsNotRemembered() {
        assertThat(news.after(FIRST).events()).isEmpty();

        // By another process, which tells nobody.
        record.put(1L, "1");

        assertThat(positions(news.after(FIRST))).containsExactly(1L);
    }

    @Test
    void tellWhoeverReadAFullPageToGoOn() {
        commit(LongStream.rangeClosed(1, PAGE + 1).toArray());

        Page full = news.after(FIRST);
        Page again = news.after(FIRST);

        assertThat(full.events()).hasSize(PAGE);
        assertThat(full.last()).isFalse();
        assertThat(again.last()).isFalse();
        assertThat(positions(news.after(end(again)))).containsExactly(PAGE + 1L);
    }

    @Test
    void areNotTakenFromWhoeverKnewOfOtherGaps() {
        commit(2, 4);
        Page withGaps = news.after(FIRST);
        commit(1, 3);

        assertThat(positions(news.after(new GapAwareTrackingToken(4, List.of()))))
                .isEmpty();
        assertThat(positions(news.after(new GapAwareTrackingToken(4, List.of(3L)))))
                .containsExactly(3L);
        assertThat(positions(news.after(end(withGaps)))).containsExactly(1L, 3L);
    }

    @Test
    void areNotSharedByThoseWithManyGaps() {
        var gaps = LongStream.range(0, 1_000).boxed().toList();
        var behind = new GapAwareTrackingToken(1_000, gaps);
        commit(1_001);

        news.after(behind);
        news.after(behind);

        assertThat(reads).hasSize(2);
        assertThat(news.kept()).isZero();
    }

    @Test
    void areReadAnewByThoseForWhomAnotherCouldNotReadThem() {
        commit(1);
        var reading = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        whileReading = () -> {
            whileReading = () -> {};
            reading.countDown();
            waitFor(goOn);
            throw new IllegalStateException("told to stop");
        };
        var stopped = CompletableFuture.supplyAsync(() -> news.after(FIRST), Thread::startVirtualThread);
        waitFor(reading);

        var waiting = new AtomicReference<Thread>();
        var other = CompletableFuture.supplyAsync(
                () -> news.after(FIRST), task -> waiting.set(Thread.startVirtualThread(task)));
        await().until(() -> waiting.get().getState() == Thread.State.WAITING);
        goOn.countDown();

        assertThat(positions(other.join())).containsExactly(1L);
        await().until(stopped::isCompletedExceptionally);
        assertThat(positions(news.after(FIRST))).containsExactly(1L);
    }

    @Test
    void areForgottenAMomentLater() {
        commit(1);
        news.after(FIRST);
        var nowhere = new GapAwareTrackingToken(7, List.of());

        await().untilAsserted(() -> {
            news.after(nowhere);
            assertThat(news.kept()).isZero();
        });
    }

    @Test
    void reachEverybodyOnceAndInOrderHoweverTheyCome() {
        int events = 2_000;
        var readers = IntStream.range(0, 6)
                .mapToObj(reader ->
                        CompletableFuture.supplyAsync(() -> followedTo(events, reader), Thread::startVirtualThread))
                .toList();

        for (long position = 1; position <= events; position += 2) {
            // Every other one comes a little later than its successor, as of a slower transaction.
            commit(position + 1);
            commit(position);
            Thread.yield();
        }

        for (var reader : readers) {
            List<Long> seen = reader.join();
            assertThat(seen).doesNotHaveDuplicates().hasSize(events);
        }
        assertThat(reads.size()).as("shared").isLessThan(6 * events);
    }

    private List<Long> followedTo(int events, int reader) {
        var seen = new ArrayList<Long>();
        TrackingToken token = FIRST;
        while (seen.size() < events) {
            Page page = news.after(token);
            if (!page.events().isEmpty()) {
                seen.addAll(positions(page));
                token = end(page);
            }
            if (reader % 2 == 0) {
                Thread.yield();
            }
        }
        return seen;
    }

    private void commit(long... positions) {
        for (long position : positions) {
            record.put(position, Long.toString(position));
        }
        commits.announce(List.of());
    }

    /** As the engine does: what is in the gaps of a token, and what comes after it, as it is at one moment. */
    private Page read(@Nullable TrackingToken token) {
        var after = token == null ? FIRST : (GapAwareTrackingToken) token;
        reads.add(after);
        whileReading.run();
        var there = new TreeSet<>(record.keySet());
        Stream<Long> late = after.getGaps().stream().filter(there::contains);
        Set<Long> behind = there.tailSet(after.getIndex(), false);
        var page = new ArrayList<TrackedEventMessage<?>>();
        GapAwareTrackingToken end = after;
        for (long position :
                Stream.concat(late, behind.stream().limit(PAGE)).sorted().toList()) {
            end = end.advanceTo(position, Integer.MAX_VALUE);
            page.add(new GenericTrackedEventMessage<>(end, new GenericEventMessage<>(record.get(position))));
        }
        return new Page(page, behind.size() < PAGE);
    }

    private static TrackingToken end(Page page) {
        return page.events().getLast().trackingToken();
    }

    private static List<Long> positions(Page page) {
        return page.events().stream()
                .map(event -> Long.valueOf((String) event.getPayload()))
                .toList();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
