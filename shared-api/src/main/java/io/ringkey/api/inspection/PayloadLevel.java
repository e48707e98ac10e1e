package io.ringkey.api.inspection;

/** How much of what an event holds is shown. */
public enum PayloadLevel {
    /** That it happened, when, and on which stream; nothing of its content, nor who did it. */
    NONE,
    /** All of it, with personal values masked. */
    MASKED,
    /** All of it, in the clear. */
    FULL
}
