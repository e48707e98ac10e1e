package io.ringkey.command.limit;

import io.ringkey.api.limit.LimitRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that was counted.
 *
 * @param subject a hash of what the rule counts by
 * @param startedAt when the window began
 * @param until when it is over
 * @param first whether none of this window is on record yet
 */
public record Refusal(LimitRule rule, byte[] subject, Instant startedAt, Instant until, boolean first) {

    public Refusal {
        subject = subject.clone();
    }

    @Override
    public byte[] subject() {
        return subject.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Refusal that
                && rule == that.rule
                && Arrays.equals(subject, that.subject)
                && startedAt.equals(that.startedAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule, startedAt, Arrays.hashCode(subject));
    }
}
