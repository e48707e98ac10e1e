package io.ringkey.api.phonechange;

/** What came of giving the code of another number. */
public sealed interface PhoneChangeOutcome {

    /** The number is the person's; the one they had is free. */
    record Changed() implements PhoneChangeOutcome {}

    /** The code was right and is spent, but the number is another person's. */
    record Taken() implements PhoneChangeOutcome {}

    /** The code was wrong; the guess is on record. */
    record WrongCode(int attemptsLeft) implements PhoneChangeOutcome {}

    /** No challenge of this session takes a code: expired, used, spent, never asked for. The client is not told which. */
    record NoChallenge() implements PhoneChangeOutcome {}
}
