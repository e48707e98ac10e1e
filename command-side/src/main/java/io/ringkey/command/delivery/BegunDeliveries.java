package io.ringkey.command.delivery;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.DeliveryRows.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows that this process has made, as they were made: what codes are derived from does not change. In memory
 * alone; what is older than codes may be is not found, and goes when others come. Whoever gives a code does so soon or never,
 * so the oldest go first: a cache that keeps what was asked for often would have no room for those who come now. Thread-safe.
 */
final class BegunDeliveries {

    static final int MOST = 10_000;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<ChallengeId, Begun> begun = new LinkedHashMap<>();
    private final InstantSource clock;

    BegunDeliveries(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(Row row) {
        Instant now = clock.instant();
        forgetOld(now);
        begun.put(row.challenge(), new Begun(row, now.plus(LONGEST)));
    }

    /** The row of a challenge that will be asked for once more. */
    synchronized @Nullable Row find(ChallengeId challenge) {
        return current(begun.get(challenge));
    }

    /** The row of a challenge that will hardly be asked for again. */
    synchronized @Nullable Row take(ChallengeId challenge) {
        return current(begun.remove(challenge));
    }

    synchronized int size() {
        return begun.size();
    }

    private @Nullable Row current(@Nullable Begun found) {
        return found != null && clock.instant().isBefore(found.until()) ? found.row() : null;
    }

    private void forgetOld(Instant now) {
        var oldestFirst = begun.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean over = !now.isBefore(oldestFirst.next().until());
            if (!over && begun.size() < MOST) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private record Begun(Row row, Instant until) {}
}
