package io.ringkey.api.verification;

/** Which of the two doors a right code is used at. */
public enum Way {
    /** A browser session: {@code PUT login}. */
    BROWSER_SESSION,
    /** A pair of tokens: {@code POST token}. */
    TOKEN_PAIR
}
