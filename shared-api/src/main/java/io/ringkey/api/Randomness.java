package io.ringkey.api;

/** Unpredictable bits, for secrets. Implementations are thread-safe. */
@FunctionalInterface
public interface Randomness {

    /**
     * Fresh random bytes.
     *
     * @param count how many
     */
    byte[] bytes(int count);
}
