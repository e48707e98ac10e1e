package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;

class SharedPagesTest {

    private static final Set<String> FLOWERS = Set.of("rose", "lily");
    private static final Set<String> TREES = Set.of("oak");

    private record Read(long after, long upTo, Set<String> types) {}

    private final List<Read> reads = new CopyOnWriteArrayList<>();
    private boolean away;
    private final SharedPages pages = new SharedPages(this::read);
    private final Object gardener = new Object();
    private final Object forester = new Object();
    private final long knownAt = System.nanoTime();

    private List<TrackedEventMessage<?>> read(long after, long upTo, Set<String> types) {
        reads.add(new Read(after, upTo, types));
        if (away) {
            throw new IllegalStateException("away");
        }
        return List.of(new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(after + 1), new GenericEventMessage<>("read " + reads.size())));
    }

    @Test
    void areReadOnceForAllWhoWantTheSame() {
        var all = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> pages.get(new Object(), 3, FLOWERS, knownAt, false), Thread::startVirtualThread))
                .limit(20)
                .toList();

        assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(reads).containsExactly(new Read(3L * SharedPages.POSITIONS, 4L * SharedPages.POSITIONS, FLOWERS));
    }

    @Test
    void holdWhatEverybodyHereWants() {
        pages.get(gardener, 0, FLOWERS, knownAt, false);
        pages.get(forester, 0, TREES, knownAt, false);

        pages.get(gardener, 1, FLOWERS, knownAt, false);
        pages.get(forester, 1, TREES, knownAt, false);

        assertThat(reads.stream().map(Read::types))
                .as("nobody knew at first that trees are wanted, too")
                .containsExactly(FLOWERS, Set.of("rose", "lily", "oak"), Set.of("rose", "lily", "oak"));
    }

    @Test
    void areReadAnewForWhoeverKnowsOfSomethingLater() {
        var early = pages.get(gardener, 0, FLOWERS, knownAt, false);

        var late = pages.get(forester, 0, FLOWERS, System.nanoTime(), false);

        assertThat(late).isNotEqualTo(early);
    }

    @Test
    void areReadBeforeTheyAreWanted() {
        pages.get(gardener, 0, FLOWERS, knownAt, true);
        await().until(() -> reads.size() == 2);

        pages.get(gardener, 1, FLOWERS, knownAt, false);

        assertThat(reads.stream().map(Read::upTo))
                .containsExactlyInAnyOrder((long) SharedPages.POSITIONS, 2L * SharedPages.POSITIONS);
    }

    @Test
    void areNotKeptWhenTheyCouldNotBeRead() {
        away = true;
        assertThatThrownBy(() -> pages.get(gardener, 0, FLOWERS, knownAt, false))
                .hasMessage("away");
        away = false;

        assertThat(pages.get(gardener, 0, FLOWERS, knownAt, false)).hasSize(1);
    }

    @Test
    void areFewAndThoseThatAreWantedNow() {
        Stream.of(5L, 6L, 7L, 8L, 9L).forEach(page -> pages.get(gardener, page, FLOWERS, knownAt, false));
        pages.get(forester, 2, FLOWERS, knownAt, false);
        reads.clear();

        pages.get(forester, 2, FLOWERS, knownAt, false);
        pages.get(gardener, 9, FLOWERS, knownAt, false);
        assertThat(reads).isEmpty();

        pages.get(gardener, 5, FLOWERS, knownAt, false);
        assertThat(reads).hasSize(1);
    }

    @Test
    void areLetGoOfWhenEverybodyHereIsPastThem() {
        pages.get(gardener, 1, FLOWERS, knownAt, false);
        pages.get(forester, 1, FLOWERS, knownAt, false);
        pages.get(gardener, 2, FLOWERS, knownAt, false);
        reads.clear();

        pages.get(forester, 1, FLOWERS, knownAt, false);
        assertThat(reads).as("the forester is still there").isEmpty();

        pages.get(forester, 2, FLOWERS, knownAt, false);
        pages.get(gardener, 1, FLOWERS, knownAt, false);
        assertThat(reads).extracting(Read::after).containsExactly((long) SharedPages.POSITIONS);
    }

    @Test
    void areWaitedWithForOthersWhoAreALittleBehindOnly() {
        pages.get(forester, 10, TREES, knownAt, false);

        assertThat(pages.isAhead(gardener, 12)).isFalse();
        assertThat(pages.isAhead(gardener, 13)).isTrue();
        assertThat(pages.isAhead(gardener, 100)).isFalse();
        assertThat(pages.isAhead(forester, 13)).as("nobody is behind but they").isFalse();

        pages.leave(forester);
        assertThat(pages.isAhead(gardener, 13)).isFalse();
    }
}
