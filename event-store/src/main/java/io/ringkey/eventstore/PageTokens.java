package io.ringkey.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a page's events, each made when it is asked for. A token holds all gaps that its reader knows: where thousands
 * of commands were rolled back within the hour, one for each event of a page would be hundreds of megabytes. Where there are
 * few, each is made once for all who read the page. Thread-safe once the page is complete.
 */
final class PageTokens {

    /** Of all of a page's tokens together: half a megabyte. */
    private static final long FEW_GAPS = 10_000;

    private record Step(long position, int gapsKept) {}

    private final GapAwareTrackingToken before;
    private final Instant oldBefore;
    private final int gapsKept;
    private final List<Step> steps;

    private @Nullable Boolean few;
    private final List<GapAwareTrackingToken> kept = new ArrayList<>();

    private int made = -1;
    private @Nullable GapAwareTrackingToken last;

    /**
     * @param before of the event before the page
     * @param oldBefore in gaps before events that are older nothing comes any more
     * @param gapsKept before younger ones gaps are known that are at most so many positions back
     */
    PageTokens(GapAwareTrackingToken before, Instant oldBefore, int gapsKept) {
        this(before, oldBefore, gapsKept, new ArrayList<>());
    }

    private PageTokens(GapAwareTrackingToken before, Instant oldBefore, int gapsKept, List<Step> steps) {
        this.before = before;
        this.oldBefore = oldBefore;
        this.gapsKept = gapsKept;
        this.steps = steps;
    }

    /**
     * The events of a complete page for one more reader. What they say is read once for all; so are their tokens made, or by
     * each reader in its own order where gaps are many, which is in nobody's way.
     */
    static List<TrackedEventMessage<?>> forOneMore(List<TrackedEventMessage<?>> page) {
        if (page.isEmpty() || !(page.getFirst() instanceof OfPage<?> first)) {
            return page;
        }
        PageTokens shared = first.tokens;
        if (shared.areFew()) {
            return page;
        }
        var own = new PageTokens(shared.before, shared.oldBefore, shared.gapsKept, shared.steps);
        return page.stream()
                .<TrackedEventMessage<?>>map(event -> ((OfPage<?>) event).with(own))
                .toList();
    }

    /** The page's next event, whose token is its position, with that of this page. */
    TrackedEventMessage<?> next(TrackedEventMessage<?> message) {
        long position = StoredEvents.position(message);
        // What an upcaster made of one stored event has one position.
        if (steps.isEmpty() || steps.getLast().position() != position) {
            steps.add(new Step(position, message.getTimestamp().isAfter(oldBefore) ? gapsKept : 0));
        }
        return new OfPage<>((DomainEventMessage<?>) message, this, steps.size() - 1);
    }

    /** Whether all tokens of the page together have but a few gaps. */
    private synchronized boolean areFew() {
        Boolean known = few;
        if (known == null) {
            long skipped = steps.getLast().position() - before.getIndex() - steps.size();
            known = (before.getGaps().size() + Math.max(0, skipped)) * steps.size() <= FEW_GAPS;
            few = known;
        }
        return known;
    }

    private synchronized GapAwareTrackingToken at(int step) {
        if (areFew()) {
            while (kept.size() <= step) {
                Step next = steps.get(kept.size());
                GapAwareTrackingToken previous = kept.isEmpty() ? before : kept.getLast();
                kept.add(previous.advanceTo(next.position(), next.gapsKept()));
            }
            return kept.get(step);
        }
        GapAwareTrackingToken token = last;
        if (token == null || step < made) {
            token = before;
            made = -1;
        }
        for (Step next : steps.subList(made + 1, step + 1)) {
            token = token.advanceTo(next.position(), next.gapsKept());
        }
        made = step;
        last = token;
        return token;
    }

    private static final class OfPage<T> extends GenericTrackedDomainEventMessage<T> implements RecordPosition.Known {

        private final PageTokens tokens;
        private final int step;

        OfPage(DomainEventMessage<T> message, PageTokens tokens, int step) {
            super(null, message);
            this.tokens = tokens;
            this.step = step;
        }

        OfPage<T> with(PageTokens others) {
            return new OfPage<>(this, others, step);
        }

        @Override
        public GapAwareTrackingToken trackingToken() {
            return tokens.at(step);
        }

        @Override
        public long recordPosition() {
            return tokens.steps.get(step).position();
        }

        @Override
        public GenericTrackedDomainEventMessage<T> withMetaData(Map<String, ?> metaData) {
            return new OfPage<>(super.withMetaData(metaData), tokens, step);
        }

        @Override
        public GenericTrackedDomainEventMessage<T> andMetaData(Map<String, ?> metaData) {
            return new OfPage<>(super.andMetaData(metaData), tokens, step);
        }
    }
}
