package io.ringkey.eventstore.scrub;

import java.time.Duration;

/**
 * What a scrub did with a table.
 *
 * @param name with its schema
 * @param bytes its size before, with its indexes
 * @param took how long nobody else could use it; zero when it was left as it was
 */
public record ScrubbedTable(String name, Outcome outcome, long bytes, Duration took) {

    /** What became of it. */
    public enum Outcome {
        /** Written anew: what had been deleted or replaced is in none of its files. */
        REWRITTEN("written anew"),
        /** Somebody else used it for too long; it is tried again. */
        IN_USE("in use, to be tried again"),
        /** Written anew, it would keep others waiting for too long; whoever runs the server has to say when. */
        TOO_LARGE("too large to be written anew beside others");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** Whether what was deleted may still be there. */
        public boolean isOpen() {
            return this == IN_USE || this == TOO_LARGE;
        }
    }

    /** For whoever runs the server. */
    @Override
    public String toString() {
        return "%s: %s (%d kB, %d ms)".formatted(name, outcome.words, bytes / 1024, took.toMillis());
    }
}
