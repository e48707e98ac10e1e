package io.ringkey.api.session;

import java.util.UUID;

/** Identifies a session, and its stream. */
public record SessionId(UUID value) {

    /**
     * Reads an id as it stands in a URL, a token or a stream.
     *
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static SessionId parse(String text) {
        return new SessionId(UUID.fromString(text));
    }

    /** The UUID's usual spelling; also the identifier of the stream. */
    @Override
    public String toString() {
        return value.toString();
    }
}
