package io.ringkey.eventstore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The master keys of an installation, from its settings or a file: one that wraps, and those before it, or announced, of
 * which something may still be wrapped. Thread-safe.
 */
public interface MasterKeys {

    /** All that open; the first is the one that wraps. Never empty. */
    List<MasterKey> all();

    /** Keys that never change, the one that wraps first. */
    static MasterKeys of(MasterKey... keys) {
        List<MasterKey> all = Arrays.stream(keys).toList();
        return () -> all;
    }

    /** The one that wraps. */
    default MasterKey current() {
        return all().getFirst();
    }

    /**
     * What may be stored of a secret that stands in this place. It names the key that has wrapped it, once there are
     * several; until then it is in the format that processes of earlier releases read, which may still run.
     */
    default byte[] wrap(byte[] secret, byte[] place) {
        return all().size() == 1
                ? current().wrappedWithoutId(secret, place)
                : current().wrappedWithId(secret, place);
    }

    /** What was wrapped; nothing when no key opens it: of another installation, for another place, or changed since. */
    default Optional<byte[]> unwrap(byte[] wrapped, byte[] place) {
        return all().stream()
                .map(key -> key.unwrapped(wrapped, place))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
