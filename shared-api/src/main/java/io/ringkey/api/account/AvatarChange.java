package io.ringkey.api.account;

/** What to do with a person's picture. */
public sealed interface AvatarChange {

    /**
     * Shows another picture, already checked, cut and stored under this name.
     *
     * @param name random, not guessable
     */
    record Show(String name) implements AvatarChange {}

    /** Shows none. */
    record Remove() implements AvatarChange {}
}
