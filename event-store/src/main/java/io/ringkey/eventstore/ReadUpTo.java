package io.ringkey.eventstore;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How far somebody has read the record. Positions are given out before they are committed, so an event may turn up before
 * others that have been seen: those that are missing are remembered. Immutable.
 *
 * @param index the highest position seen
 * @param gaps positions before it that have not been seen, the highest {@value #OPEN_AT_MOST}
 */
public record ReadUpTo(long index, NavigableSet<Long> gaps) {

    static final int OPEN_AT_MOST = 200;

    private static final Pattern WORD = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}(?:\\.[0-9]{1,18}){0,199}))?");

    public ReadUpTo {
        var newest = new TreeSet<>(gaps);
        while (newest.size() > OPEN_AT_MOST) {
            newest.pollFirst();
        }
        gaps = Collections.unmodifiableNavigableSet(newest);
    }

    static ReadUpTo before(long index) {
        return new ReadUpTo(index, new TreeSet<>());
    }

    /** Reads what {@link #word} has written; nothing where it has not. */
    public static Optional<ReadUpTo> of(String word) {
        var match = WORD.matcher(word);
        if (!match.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(match.group(1));
        var gaps = new TreeSet<Long>();
        if (match.group(2) != null) {
            for (String back : match.group(2).split("\\.", -1)) {
                long gap = index - Long.parseLong(back);
                if (gap > 0 && gap < index) {
                    gaps.add(gap);
                }
            }
        }
        return Optional.of(new ReadUpTo(index, gaps));
    }

    /** For whoever reads to hand back later. */
    public String word() {
        var word = new StringBuilder().append(index);
        String before = "-";
        for (long gap : gaps) {
            word.append(before).append(index - gap);
            before = ".";
        }
        return word.toString();
    }

    /** With these seen too. */
    ReadUpTo and(Collection<Long> seen) {
        long highest = index;
        var open = new TreeSet<>(gaps);
        for (long one : new TreeSet<>(seen)) {
            for (long between = Math.max(highest + 1, one - OPEN_AT_MOST); between < one; between++) {
                open.add(between);
            }
            open.remove(one);
            highest = Math.max(highest, one);
        }
        return new ReadUpTo(highest, open);
    }
}
