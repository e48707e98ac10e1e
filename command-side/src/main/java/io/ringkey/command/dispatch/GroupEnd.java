package io.ringkey.command.dispatch;

/** How a transaction of several commands ended. */
enum GroupEnd {
    /** It was committed, and each is answered. */
    APPLIED,
    /** Nothing of it remains; each command is handled alone. */
    UNDONE,
    /** It may have been committed or not. */
    UNKNOWN
}
