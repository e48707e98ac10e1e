package io.ringkey.query.replay;

import io.ringkey.query.processors.StoredPosition;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Exactly which events are in: all up to {@code index}, but for those at the gaps.
 *
 * @param gaps none beyond {@code index}
 */
record Reached(long index, SortedSet<Long> gaps) {

    static final Reached NOTHING = new Reached(0, Collections.emptySortedSet());

    Reached {
        gaps = Collections.unmodifiableSortedSet(new TreeSet<>(gaps));
    }

    static Reached by(StoredPosition segment) {
        return new Reached(Math.max(0, segment.index()), segment.gaps().headSet(segment.index()));
    }

    /** What was a gap here, and is none there. */
    SortedSet<Long> filledBy(Reached there) {
        var filled = new TreeSet<>(gaps);
        filled.removeAll(there.gaps);
        return filled;
    }

    /** The same without these gaps. */
    Reached without(Collection<Long> filled) {
        var left = new TreeSet<>(gaps);
        left.removeAll(filled);
        return new Reached(index, left);
    }

    /** Further on the way to there. */
    Reached upTo(long further, Reached there) {
        var all = new TreeSet<>(gaps);
        all.addAll(there.gaps.subSet(index + 1, further + 1));
        return new Reached(further, all);
    }
}
