package io.ringkey.api.verification;

import java.util.UUID;

/** Identifies a challenge: one request to prove that a number is held, answered by one code. */
public record ChallengeId(UUID value) {

    /**
     * Reads an id as it stands in a URL, a token or a stream.
     *
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static ChallengeId parse(String text) {
        return new ChallengeId(UUID.fromString(text));
    }

    /** The UUID's usual spelling; also the identifier of the stream. */
    @Override
    public String toString() {
        return value.toString();
    }
}
