package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.eventstore.Kept;
import io.ringkey.eventstore.TypedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state of a stream of its events, one after another, for people to read. What the writing side decides by is
 * its own and not this. For one thread at a time.
 */
sealed interface StreamFold
        permits AccountFold, SessionFold, NumberFold, RuleFold, LooksFold, QuestionFold, StreamFold.Unknown {

    /**
     * Takes the next event in.
     *
     * @param at where it stands, and what its personal values are
     * @return whether it is one of this kind of stream
     */
    boolean take(TypedEvent at, DomainEvent event);

    /** The state now, in the order in which it is read: texts, numbers, ids, times, {@link Kept} values, maps of them. */
    Map<String, @Nullable Object> state();

    /** A kind of stream that this release does not know. */
    record Unknown() implements StreamFold {

        @Override
        public boolean take(TypedEvent at, DomainEvent event) {
            return false;
        }

        @Override
        public Map<String, @Nullable Object> state() {
            return new LinkedHashMap<>();
        }
    }
}
