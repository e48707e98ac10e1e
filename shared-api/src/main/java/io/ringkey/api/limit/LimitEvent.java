package io.ringkey.api.limit;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has refused, bounded: the first refusal of a subject in a window, and the sum when the window is over.
 * Kept on a stream of the rule and the day, never on the number's.
 */
public sealed interface LimitEvent extends DomainEvent {

    /** The stream of the rule's day. */
    UUID stream();

    /** The rule that refused. */
    LimitRule rule();

    /**
     * The rule refused something for the first time in this window.
     *
     * @param numberStream the stream of the number that was concerned, or {@code null} where it is not known
     * @param until when the window is over
     */
    @StoredName("limit.refused")
    record LimitRefused(
            UUID stream, LimitRule rule, @Nullable UUID numberStream, Instant refusedAt, Instant until)
            implements LimitEvent {}

    /**
     * Windows of the rule that ended together, and what was refused in them.
     *
     * @param subjects how many addresses, numbers or blocks of numbers were refused
     * @param refusals how often, the recorded first ones included
     */
    @StoredName("limit.refusals-counted")
    record RefusalsCounted(UUID stream, LimitRule rule, Instant from, Instant until, int subjects, long refusals)
            implements LimitEvent {}
}
