package io.ringkey.web.masterkey;

import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.web.settings.BadSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Master keys that somebody may replace while we run. They are read again now and then, and at once when something is
 * wrapped by one that is not known; where they cannot be read, those that are known stay. Thread-safe.
 */
final class FollowedMasterKeys implements MasterKeys {

    /** Much shorter than any notice of a new key: it is known before it is used, and so is its use. */
    static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FollowedMasterKeys.class);

    private final Supplier<List<MasterKey>> source;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Known known;

    private record Known(List<MasterKey> keys, Instant readAt, boolean lost) {}

    /** @throws BadSetting when they cannot be read at the start */
    FollowedMasterKeys(Supplier<List<MasterKey>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.known = new Known(source.get(), clock.instant(), false);
    }

    /** One thread reads, and the others go on with what is known. */
    @Override
    public List<MasterKey> all() {
        if (clock.instant().isBefore(known.readAt().plus(GOOD_FOR)) || !reading.tryLock()) {
            return known.keys();
        }
        try {
            read();
        } finally {
            reading.unlock();
        }
        return known.keys();
    }

    @Override
    public Optional<byte[]> unwrap(byte[] wrapped, byte[] place) {
        return MasterKeys.super.unwrap(wrapped, place).or(() -> {
            reading.lock();
            try {
                read();
            } finally {
                reading.unlock();
            }
            return MasterKeys.super.unwrap(wrapped, place);
        });
    }

    private void read() {
        Instant now = clock.instant();
        try {
            known = new Known(source.get(), now, false);
        } catch (BadSetting notNow) {
            if (!known.lost()) {
                LOG.error(
                        "The master keys cannot be read again, and those that are known stay: {}", notNow.getMessage());
            }
            known = new Known(known.keys(), now, true);
        }
    }
}
