package io.ringkey.bench.load;

/** One of those who make the load, on one thread at a time. */
@FunctionalInterface
public interface Client extends AutoCloseable {

    /**
     * Does once what is measured.
     *
     * @throws Exception if it did not succeed, which ends the measurement
     */
    void once() throws Exception;

    /** Gives back what it holds. */
    @Override
    default void close() throws Exception {}

    /** Makes them. */
    @FunctionalInterface
    interface Maker {

        /** @param number counted from 0 */
        Client make(int number) throws Exception;
    }
}
