package io.ringkey.eventstore;

import java.time.Clock;
import org.axonframework.common.IdentifierFactory;

/**
 * Gives Axon's messages, and so every event row, an id that sorts by time: random ids scatter over the index and triple
 * the write-ahead log of a large store. Found by {@link java.util.ServiceLoader}.
 */
public final class TimeOrderedIdentifierFactory extends IdentifierFactory {

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC(), new SecureRandomness());

    @Override
    public String generateIdentifier() {
        return ids.next().toString();
    }
}
