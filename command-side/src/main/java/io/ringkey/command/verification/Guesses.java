package io.ringkey.command.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wrong codes that a class of devices has given for a number, across challenges.
 *
 * @param wrong how many of them count
 * @param lastWrongAt when the last was given, or {@code null} when none counts
 * @param rightSince whether the right code was given after it
 */
record Guesses(int wrong, @Nullable Instant lastWrongAt, boolean rightSince) {

    static final Guesses NONE = new Guesses(0, null, false);

    Guesses afterWrong(Instant at) {
        return new Guesses(wrong + 1, at, false);
    }

    Guesses afterRight() {
        return new Guesses(wrong, lastWrongAt, true);
    }

    /** Whether time and a right code together have made up for them. */
    boolean areForgivenAt(Instant now, VerificationRules rules) {
        return lastWrongAt != null && rightSince && !now.isBefore(lastWrongAt.plus(rules.forgetAfter()));
    }
}
