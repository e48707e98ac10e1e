package io.ringkey.eventstore;

import java.util.UUID;

/**
 * Keeps what long streams come to, so that loading one costs no more the longer it grows. What is kept is made of the events and
 * holds nothing personal. Implementations are thread-safe.
 */
public interface StreamStates {

    /**
     * Keeps a state, with the events of the transaction at hand.
     *
     * @param type of the aggregate
     * @param version the place in the stream of the last event that the state knows, counted from 0
     * @param state what the aggregate takes instead of its events up to there: it has an event sourcing handler for it
     */
    void keep(UUID stream, String type, long version, Object state);
}
