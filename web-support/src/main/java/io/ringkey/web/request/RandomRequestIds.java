package io.ringkey.web.request;

import io.ringkey.api.Randomness;
import java.util.HexFormat;

/** Ids of 64 random bits: they tell calls apart in a log, and open nothing. */
final class RandomRequestIds implements RequestIds {

    private static final int BYTES = 8;

    private final Randomness randomness;

    RandomRequestIds(Randomness randomness) {
        this.randomness = randomness;
    }

    @Override
    public String next() {
        return HexFormat.of().formatHex(randomness.bytes(BYTES));
    }
}
