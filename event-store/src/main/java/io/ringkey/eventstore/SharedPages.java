package io.ringkey.eventstore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * Pages of the record for several who read it at about the same time: each page is fetched, parsed and opened once, with
 * what any of them wants, and only a few are kept. Thread-safe.
 */
final class SharedPages {

    /** Positions, not events: pages must not depend on who wants what. */
    static final int POSITIONS = 2_000;

    private static final int KEPT = 4;
    /** Whoever is further before another lets that one come up, so that both read the same pages. */
    private static final int LEAD = 2;
    /** Whoever is so far before another reads for themselves. */
    private static final int TOO_FAR = 4 * KEPT;

    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Reader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Page> pages = new TreeMap<>();
    private final Map<Object, Standing> standings = new WeakHashMap<>();

    SharedPages(Reader reader) {
        this.reader = reader;
    }

    @FunctionalInterface
    interface Reader {
        /** The events of these types after a position and up to another, in their order. */
        List<TrackedEventMessage<?>> read(long after, long upTo, Set<String> types);
    }

    private record Standing(long page, Set<String> types, long atNanos) {}

    /** @param readAtNanos what was committed before is in it */
    private record Page(Set<String> types, long readAtNanos, CompletableFuture<List<TrackedEventMessage<?>>> events) {

        boolean isGoodFor(Set<String> wanted, long knownAtNanos) {
            return types.containsAll(wanted) && readAtNanos - knownAtNanos > 0 && !events.isCompletedExceptionally();
        }
    }

    static long pageAfter(long position) {
        return position / POSITIONS;
    }

    static long lastOf(long page) {
        return (page + 1) * POSITIONS;
    }

    /**
     * All events of a page that anybody wants, of these types at least. Meanwhile the next one is read.
     *
     * @param knownAtNanos when the caller knew what they are to see; the page has been read since
     * @param goOn whether they will want the next one, too
     */
    List<TrackedEventMessage<?>> get(Object who, long number, Set<String> types, long knownAtNanos, boolean goOn) {
        lock.lock();
        try {
            standings.put(who, new Standing(number, types, System.nanoTime()));
            letGo();
        } finally {
            lock.unlock();
        }
        Page page = page(number, types, knownAtNanos, Runnable::run);
        if (goOn) {
            page(
                    number + 1,
                    types,
                    knownAtNanos,
                    reading -> Thread.ofPlatform().name("record-ahead").daemon().start(reading));
        }
        try {
            return page.events().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    private Page page(long number, Set<String> types, long knownAtNanos, Executor reading) {
        Page page;
        lock.lock();
        try {
            Page there = pages.get(number);
            if (there != null && there.isGoodFor(types, knownAtNanos)) {
                return there;
            }
            page = new Page(wanted(), System.nanoTime(), new CompletableFuture<>());
            pages.put(number, page);
            while (pages.size() > KEPT) {
                pages.remove(pages.firstKey().equals(number) ? pages.lastKey() : pages.firstKey());
            }
        } finally {
            lock.unlock();
        }
        reading.execute(() -> read(number, page));
        return page;
    }

    private void read(long number, Page page) {
        try {
            page.events().complete(reader.read(lastOf(number - 1), lastOf(number), page.types()));
        } catch (Throwable e) {
            page.events().completeExceptionally(e);
        }
    }

    /** Whether somebody who wants this page next does well to wait a little for others. */
    boolean isAhead(Object who, long number) {
        lock.lock();
        try {
            return standings.entrySet().stream()
                    .filter(other -> other.getKey() != who && isHere(other.getValue()))
                    .map(other -> number - other.getValue().page())
                    .anyMatch(before -> before > LEAD && before < TOO_FAR);
        } finally {
            lock.unlock();
        }
    }

    /** They want nothing any more. */
    void leave(Object who) {
        lock.lock();
        try {
            standings.remove(who);
            if (standings.isEmpty()) {
                pages.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of what nobody here will come to any more. */
    private void letGo() {
        long last = standings.values().stream()
                .filter(SharedPages::isHere)
                .mapToLong(Standing::page)
                .min()
                .orElse(0);
        pages.headMap(last).clear();
    }

    private Set<String> wanted() {
        var all = new HashSet<String>();
        standings.values().stream().filter(SharedPages::isHere).forEach(one -> all.addAll(one.types()));
        return Set.copyOf(all);
    }

    private static boolean isHere(Standing standing) {
        return System.nanoTime() - standing.atNanos() < AWAY_NANOS;
    }
}
