package io.ringkey.eventstore;

import io.ringkey.api.Ids;
import io.ringkey.api.Randomness;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;

/** Ids of version 7: 48 bits of milliseconds, then random bits (RFC 9562, 5.7). */
public final class TimeOrderedIds implements Ids {

    private final InstantSource clock;
    private final Randomness randomness;

    public TimeOrderedIds(InstantSource clock, Randomness randomness) {
        this.clock = clock;
        this.randomness = randomness;
    }

    @Override
    public UUID next() {
        var random = ByteBuffer.wrap(randomness.bytes(10));
        long high = (clock.millis() << 16) | 0x7000L | (random.getShort() & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (random.getLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }
}
