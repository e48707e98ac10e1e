package io.ringkey.query.processors;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** The record, as a processor reads it: while it takes a batch again event by event, no event shows the next. */
final class CarefulSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final StreamableMessageSource<TrackedEventMessage<?>> record;
    private final Retake retake;

    CarefulSource(StreamableMessageSource<TrackedEventMessage<?>> record, Retake retake) {
        this.record = record;
        this.retake = retake;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new Stream(record.openStream(after));
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return record.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return record.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant at) {
        return record.createTokenAt(at);
    }

    @Override
    public @Nullable TrackingToken createTokenSince(Duration duration) {
        return record.createTokenSince(duration);
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> events;
        private @Nullable TrackingToken last;

        private Stream(BlockingStream<TrackedEventMessage<?>> events) {
            this.events = events;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            Optional<TrackedEventMessage<?>> next = events.peek();
            // What an upcaster made of one stored event has one position, and stays together.
            return retake.isEventByEvent()
                    ? next.filter(event -> event.trackingToken().equals(last))
                    : next;
        }

        @Override
        public boolean hasNextAvailable() {
            return events.hasNextAvailable();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return events.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            TrackedEventMessage<?> event = events.nextAvailable();
            last = event.trackingToken();
            return event;
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
