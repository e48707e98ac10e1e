package io.ringkey.query.processors;

/** How fast the projections go. Thread-safe. */
public interface ProjectionRates {

    /** Events that a projection has passed in a second, lately. */
    double ratePerSecond(String projection);
}
