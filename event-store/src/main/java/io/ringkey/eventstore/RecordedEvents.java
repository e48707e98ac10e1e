package io.ringkey.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event store with readers of our own. Axon's share one, and a reader whose gaps differ from the shared one's, as they do
 * after a replay, is woken by no commit any more; ours share what they happen to want at once.
 */
final class RecordedEvents extends EmbeddedEventStore implements RecordSource {

    /** Whoever waits for a view does not notice it. */
    private static final Duration REST = Duration.ofMillis(10);

    private final RecordPages pages;
    private final Commits commits;
    private final long fetchDelayNanos;
    private final AppendMeters meters;

    /**
     * @param commits told of every commit that brings events
     * @param fetchDelayNanos how long a reader waits before it looks for the events of other processes
     */
    RecordedEvents(Builder builder, RecordPages pages, Commits commits, long fetchDelayNanos, AppendMeters meters) {
        super(builder);
        this.pages = new SharedNews(pages, commits);
        this.commits = commits;
        this.fetchDelayNanos = fetchDelayNanos;
        this.meters = meters;
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return reader(trackingToken, REST);
    }

    private TrackingEventStream reader(@Nullable TrackingToken start, Duration rest) {
        return new RecordReader(start, pages, commits, fetchDelayNanos, rest.toNanos());
    }

    @Override
    public StreamableMessageSource<TrackedEventMessage<?>> restingFor(Duration rest) {
        return new StreamableMessageSource<>() {
            @Override
            public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken start) {
                return reader(start, rest);
            }

            @Override
            public @Nullable TrackingToken createTailToken() {
                return RecordedEvents.this.createTailToken();
            }

            @Override
            public @Nullable TrackingToken createHeadToken() {
                return RecordedEvents.this.createHeadToken();
            }

            @Override
            public @Nullable TrackingToken createTokenAt(Instant at) {
                return RecordedEvents.this.createTokenAt(at);
            }

            @Override
            public @Nullable TrackingToken createTokenSince(Duration duration) {
                return RecordedEvents.this.createTokenSince(duration);
            }
        };
    }

    @Override
    protected void prepareCommit(List<? extends EventMessage<?>> events) {
        meters.append(events.size(), () -> super.prepareCommit(events));
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        commits.announce(events);
        meters.committed(events);
    }
}
