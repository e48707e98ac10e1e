package io.ringkey.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is asked for soon or never, in memory: the oldest go first, and nothing stays for long. A cache that keeps what was
 * asked for often would have no room for those who come now. Thread-safe.
 *
 * @param <K> by what a value is found
 * @param <V> what is kept
 */
public final class NewestKept<K, V> {

    private final Map<K, Kept<V>> values = new LinkedHashMap<>();
    private final int most;
    private final Duration longest;
    private final InstantSource clock;

    /**
     * @param most so many are kept
     * @param longest after so long a value is not found any more; it goes when others come
     */
    public NewestKept(int most, Duration longest, InstantSource clock) {
        this.most = most;
        this.longest = longest;
        this.clock = clock;
    }

    private record Kept<V>(V value, Instant until) {}

    /** Keeps a value, in the place of the one that there may be. */
    public synchronized void put(K key, V value) {
        Instant now = clock.instant();
        values.remove(key);
        forgetOld(now);
        values.put(key, new Kept<>(value, now.plus(longest)));
    }

    /** The value, which will be asked for once more. */
    public synchronized Optional<V> find(K key) {
        Kept<V> found = values.get(key);
        return found != null && clock.instant().isBefore(found.until()) ? Optional.of(found.value()) : Optional.empty();
    }

    /** The value, or a new one that is kept from now on. */
    public synchronized V findOrKeep(K key, Supplier<V> first) {
        Optional<V> found = find(key);
        if (found.isPresent()) {
            return found.get();
        }
        V made = first.get();
        put(key, made);
        return made;
    }

    /** The value, which will hardly be asked for again. */
    public synchronized Optional<V> take(K key) {
        Optional<V> found = find(key);
        values.remove(key);
        return found;
    }

    synchronized int size() {
        return values.size();
    }

    private void forgetOld(Instant now) {
        var oldestFirst = values.values().iterator();
        while (oldestFirst.hasNext()) {
            boolean over = !now.isBefore(oldestFirst.next().until());
            if (!over && values.size() < most) {
                return;
            }
            oldestFirst.remove();
        }
    }
}
