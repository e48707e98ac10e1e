package io.ringkey.eventstore;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * The newest pages of the record for all of this process who follow it: what comes after a token is fetched, parsed and opened
 * by whoever comes there first, and taken over by those who come there within a moment. Whoever has other gaps, or is further
 * behind, reads for themselves, until they come to a place where somebody has been. Thread-safe.
 *
 * <p>An answer holds all that was committed before it was asked for, as far as {@link Commits} knows: a page that is older than
 * the last commit is followed by what came since.
 */
final class SharedNews implements RecordPages {

    /** Readers rest between looks, but not so long. What was opened is not kept in memory for longer than it is of use. */
    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int MOST_KEPT = 64;
    private static final int MOST_EVENTS_AT_ONCE = 1_000;
    /** With more, comparing tokens costs more than a look. */
    private static final int MOST_GAPS = 500;

    private final RecordPages record;
    private final Commits commits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TrackingToken, News> newest = new LinkedHashMap<>();

    SharedNews(RecordPages record, Commits commits) {
        this.record = record;
        this.commits = commits;
    }

    /** @param commitsBefore how many commits there had been before it was looked for */
    private record News(long commitsBefore, long sinceNanos, CompletableFuture<Page> page) {

        boolean isOld() {
            return System.nanoTime() - sinceNanos > KEPT_NANOS;
        }
    }

    @Override
    public Page after(@Nullable TrackingToken token) {
        if (!(token instanceof GapAwareTrackingToken gapAware)
                || gapAware.getGaps().size() > MOST_GAPS) {
            return record.after(token);
        }
        var events = new ArrayList<TrackedEventMessage<?>>();
        TrackingToken end = token;
        while (true) {
            var mine = new News(commits.count(), System.nanoTime(), new CompletableFuture<>());
            News news = newsAfter(end, mine);
            Page page = news == mine ? read(end, mine) : readByAnother(end, news);
            events.addAll(PageTokens.forOneMore(page.events()));
            boolean upToDate = page.last() && (news == mine || news.commitsBefore() == commits.count());
            if (upToDate || !page.last() || events.size() >= MOST_EVENTS_AT_ONCE) {
                return new Page(events, upToDate);
            }
            if (!page.events().isEmpty()) {
                end = events.getLast().trackingToken();
            }
        }
    }

    private News newsAfter(TrackingToken token, News ifNobodyWas) {
        lock.lock();
        try {
            for (Iterator<News> oldest = newest.values().iterator(); oldest.hasNext(); ) {
                if (!oldest.next().isOld() && newest.size() < MOST_KEPT) {
                    break;
                }
                oldest.remove();
            }
            News there = newest.putIfAbsent(token, ifNobodyWas);
            return there == null ? ifNobodyWas : there;
        } finally {
            lock.unlock();
        }
    }

    private Page read(TrackingToken token, News mine) {
        try {
            Page page = record.after(token);
            // That there was nothing is true of one moment.
            if (page.events().isEmpty()) {
                forget(token, mine);
            }
            mine.page().complete(page);
            return page;
        } catch (RuntimeException | Error failed) {
            forget(token, mine);
            mine.page().completeExceptionally(failed);
            throw failed;
        }
    }

    private Page readByAnother(TrackingToken token, News theirs) {
        try {
            return theirs.page().join();
        } catch (CompletionException failed) {
            // Perhaps they were only told to stop.
            return record.after(token);
        }
    }

    private void forget(TrackingToken token, News news) {
        lock.lock();
        try {
            newest.remove(token, news);
        } finally {
            lock.unlock();
        }
    }

    /** How many pages are remembered. */
    int kept() {
        lock.lock();
        try {
            return newest.size();
        } finally {
            lock.unlock();
        }
    }
}
