package io.ringkey.command.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Makes a new current key for each of these purposes. Answered with {@link Made}. What the older keys made stays good
 * until it has run out.
 *
 * @param notice how long every process has to learn of the new keys before one of them is used; at least
 *     {@link KeyRotation#SHORTEST_NOTICE}
 */
public record MakeNewKeys(Set<KeyPurpose> purposes, Duration notice) {

    /**
     * What came of it.
     *
     * @param usedFrom when the new keys take over
     * @param olderUntil when the keys before them are retired, by purpose
     */
    public record Made(Instant usedFrom, Map<KeyPurpose, Instant> olderUntil) {

        public Made {
            olderUntil = Map.copyOf(olderUntil);
        }
    }

    public MakeNewKeys {
        purposes = Set.copyOf(purposes);
        if (notice.compareTo(KeyRotation.SHORTEST_NOTICE) < 0) {
            throw new IllegalArgumentException("the notice must be at least " + KeyRotation.SHORTEST_NOTICE);
        }
        if (!purposes.stream().allMatch(KeyPurpose::canBeReplaced)) {
            throw new IllegalArgumentException("not every key can be replaced");
        }
    }
}
