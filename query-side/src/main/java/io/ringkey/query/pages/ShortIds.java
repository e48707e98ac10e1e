package io.ringkey.query.pages;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids by their end: version 7 begins with the time, so neighbours begin alike. */
final class ShortIds {

    private static final int CHARACTERS = 12;

    public String show(@Nullable UUID id) {
        if (id == null) {
            return "—";
        }
        String text = id.toString();
        return "…" + text.substring(text.length() - CHARACTERS);
    }
}
