package io.ringkey.command.referral;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import java.time.Duration;

/**
 * Invite codes and who brought whom, unique by rows that are written in the transaction of the command at hand.
 * Thread-safe; what a rolled back command wrote is gone.
 */
public interface Referrals {

    /** What came of somebody applying a code. */
    sealed interface Decision {

        /** The applicant is now on record as brought by this person. */
        record BroughtBy(AccountId inviter) implements Decision {}

        /**
         * The applicant was brought before.
         *
         * @param bySameCode whether this very code's owner did it
         */
        record BroughtBefore(boolean bySameCode) implements Decision {}

        /** The code is unknown or void, the applicant's own, would close a circle, or the applicant came back. */
        record Refused() implements Decision {}

        /**
         * The applicant tried too many wrong codes: this one was not looked at.
         *
         * @param pause after so long the next one will be
         */
        record TooManyWrong(Duration pause) implements Decision {}
    }

    /** Gives a person the code with which they invite others: a new one, nobody else's. */
    InviteCode giveCode(AccountId account);

    /** Puts on record who brought the applicant, once and for good, if the code allows it. */
    Decision bring(AccountId applicant, InviteCode code);

    /** What comes of a text that can be no code: the same as of a code that nobody has, and it counts as one. */
    Decision refuse(AccountId applicant);

    /**
     * Takes back that somebody brought the applicant. Nobody brings them again, also under the same number once they have
     * left (I4), so that a revoked referral earns nothing by being repeated.
     */
    void revoke(AccountId applicant);

    /** Notes that this person has been brought before, under an account that is gone: nobody brings them again (I4). */
    void noteBroughtBefore(AccountId account);

    /** Makes a person's own code void; who brought whom stays. */
    void voidCodeOf(AccountId account);
}
