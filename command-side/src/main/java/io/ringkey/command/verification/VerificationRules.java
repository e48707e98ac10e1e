package io.ringkey.command.verification;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;

/**
 * How codes are given out. A limit of 0 is none.
 *
 * @param codeLength digits of the codes of a number that nobody guesses at
 * @param life how long a challenge lives
 * @param gap for how long after a message no other is sent
 * @param sixAfter wrong codes after which a class of devices gets six digits
 * @param eightAfter wrong codes after which it gets eight
 * @param forgetAfter how long after the last wrong code a right one makes up for them
 * @param sendsAnHour messages to a number for a class of devices in any hour
 * @param sendsADay messages to a number for a class of devices in any 24 hours
 * @param limited whether any of this counts at all
 */
record VerificationRules(
        int codeLength,
        Duration life,
        Duration gap,
        int sixAfter,
        int eightAfter,
        Duration forgetAfter,
        int sendsAnHour,
        int sendsADay,
        boolean limited) {

    private static final int GUESSES_AT_A_SHORT_CODE = 3;
    private static final int GUESSES = 5;

    /** Fewer digits than this are a short code. */
    static final int SIX = 6;

    static final int EIGHT = 8;

    /** With less life than this left, a code is not worth sending again. */
    static final Duration WORTH_RESENDING = Duration.ofMinutes(2);

    static VerificationRules of(Settings settings, boolean limited) {
        int length = settings.number(Setting.CODE_LENGTH);
        return new VerificationRules(
                settings.text(Setting.PROFILE).equals("strict") ? Math.max(length, SIX) : length,
                settings.duration(Setting.CODE_TTL),
                settings.duration(Setting.RESEND_AFTER),
                settings.number(Setting.SIX_DIGITS_AFTER),
                settings.number(Setting.EIGHT_DIGITS_AFTER),
                settings.duration(Setting.GUESSES_FORGIVEN_AFTER),
                settings.number(Setting.SENDS_AN_HOUR),
                settings.number(Setting.SENDS_A_DAY),
                limited);
    }

    /** How long a code must be after so many wrong ones. */
    int lengthAfter(int wrong) {
        int length = codeLength;
        if (limited && sixAfter > 0 && wrong >= sixAfter) {
            length = Math.max(length, SIX);
        }
        if (limited && eightAfter > 0 && wrong >= eightAfter) {
            length = Math.max(length, EIGHT);
        }
        return length;
    }

    /** Wrong codes that a challenge takes: never more than are left before codes grow. */
    int guesses(int length, int wrong) {
        int most = length < SIX ? GUESSES_AT_A_SHORT_CODE : GUESSES;
        int until = length < SIX ? sixAfter : length < EIGHT ? eightAfter : 0;
        return !limited || until == 0 ? most : Math.max(1, Math.min(most, until - wrong));
    }
}
