package io.ringkey.web.request;

/** Makes ids for calls that bring none. Safe for concurrent use. */
@FunctionalInterface
public interface RequestIds {

    /** A new id of 1 to 64 letters, digits, hyphens and underscores. */
    String next();
}
