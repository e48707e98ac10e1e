package io.ringkey.api.verification;

import java.util.UUID;

/** Identifies the stream of a phone number. Random: it says nothing of the number. */
public record NumberStreamId(UUID value) {

    /**
     * Reads an id as it stands in a URL, a token or a stream.
     *
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static NumberStreamId parse(String text) {
        return new NumberStreamId(UUID.fromString(text));
    }

    /** The UUID's usual spelling; also the identifier of the stream. */
    @Override
    public String toString() {
        return value.toString();
    }
}
