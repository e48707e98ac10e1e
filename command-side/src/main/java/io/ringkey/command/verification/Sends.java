package io.ringkey.command.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * When codes were sent to a number for a class of devices, within the last day; the newest last.
 *
 * @param times at most as many as a day's budget may be: without one, a number that is used all day must not grow slower
 */
record Sends(List<Instant> times) {

    static final Sends NONE = new Sends(List.of());

    /** What {@code SENDS_A_DAY} may be at most. */
    static final int MOST = 50;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    Sends {
        times = List.copyOf(times);
    }

    Sends and(Instant sentAt) {
        Instant yesterday = sentAt.minus(DAY);
        return new Sends(Stream.concat(
                        times.stream()
                                .skip(Math.max(0, times.size() - MOST + 1))
                                .filter(time -> time.isAfter(yesterday)),
                        Stream.of(sentAt))
                .toList());
    }

    /** From when on the next may be sent; long past where nothing stands in the way. */
    Instant nextAt(VerificationRules rules) {
        return latest(after(rules.sendsAnHour(), HOUR), after(rules.sendsADay(), DAY));
    }

    /** As {@link #nextAt}, and not so soon after the last one as to be a double click. */
    Instant nextAfterGap(VerificationRules rules) {
        return times.isEmpty() ? Instant.MIN : latest(times.getLast().plus(rules.gap()), nextAt(rules));
    }

    /** When a window has room for one more; nothing limits where {@code most} is 0. */
    private Instant after(int most, Duration window) {
        return most == 0 || times.size() < most
                ? Instant.MIN
                : times.get(times.size() - most).plus(window);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
