package io.ringkey.command.dispatch;

/**
 * What came of a command, and where in the record.
 *
 * @param outcome what the command's handler answered
 * @param position the index of the last event that the command made, or 0 when it made none
 */
public record Positioned<T>(T outcome, long position) {}
