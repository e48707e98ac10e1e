package io.ringkey.eventstore;

import org.jspecify.annotations.Nullable;

/** Opens nothing: whoever folds many events needs few of their personal values, and knows only at the end which. */
final class LeftSealed implements PersonalFields {

    @Override
    public @Nullable String seal(Place place, String value) {
        throw new UnsupportedOperationException("nothing is written without its key");
    }

    @Override
    public String open(Place place, String kept) {
        return kept;
    }
}
