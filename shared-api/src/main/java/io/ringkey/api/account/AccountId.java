package io.ringkey.api.account;

import java.util.UUID;

/** Identifies a person's account, and its stream. Version 7, so that ids sort by time of making. */
public record AccountId(UUID value) {

    /**
     * Reads an id as it stands in a URL, a token or a stream.
     *
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static AccountId parse(String text) {
        return new AccountId(UUID.fromString(text));
    }

    /** The UUID's usual spelling; also the identifier of the stream. */
    @Override
    public String toString() {
        return value.toString();
    }
}
