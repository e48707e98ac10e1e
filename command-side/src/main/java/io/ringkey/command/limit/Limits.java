package io.ringkey.command.limit;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.NumberStreamId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all numbers share, for devices that are not recognised. To be asked by command handlers. What is counted stays
 * counted when the handler's transaction fails, and is not counted again when the command is sent again for that; what is
 * recorded goes with it. Thread-safe.
 */
public interface Limits {

    /**
     * Takes a message out of the budgets of its address, its block of numbers and the day.
     *
     * @return the refusal, when one of them has none left; then none is touched
     */
    Optional<Refusal> takeSend(PhoneNumber phone, Origin origin, Instant now);

    /**
     * The same for several commands at once, beside what their handler does until then: each waits for its answer when it asks.
     *
     * @param sendings by the identifier of the command's message
     */
    void takeAhead(Map<String, Sending> sendings, Instant now);

    /** A message that somebody asks for. */
    record Sending(PhoneNumber phone, Origin origin) {}

    /** Notes that a code was given back, so that its block of numbers is believed. */
    void givenBack(PhoneNumber phone, Instant now);

    /** How many digits a code must have to be taken at all: as many as today's guessing allows. 0 for any. */
    int shortestCode(Instant now);

    /**
     * Counts a wrong code, in the transaction at hand.
     *
     * @param length digits of the code that was asked for
     * @return the refusal, when no more of that length are looked at today
     */
    Optional<Refusal> countWrongCode(int length, Instant now);

    /** Counts that a number's own budget refused. */
    Refusal refusedByNumber(NumberStreamId number, Instant now);

    /** Counts that no more invite codes of this person were looked at. */
    Refusal refusedInvite(AccountId person, Instant now);

    /**
     * Puts a refusal on record in the transaction at hand, if it is the first of its window, and its rule has not filled
     * its share of the record.
     *
     * @param number the number that was concerned, or {@code null} where it has no stream
     */
    void record(Refusal refusal, @Nullable NumberStreamId number, Instant now);
}
