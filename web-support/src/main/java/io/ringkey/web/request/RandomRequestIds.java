package io.ringkey.web.request;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Ids of 64 random bits: they tell calls apart in a log, and open nothing. */
final class RandomRequestIds implements RequestIds {

    private final RandomGenerator random;

    RandomRequestIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String next() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
