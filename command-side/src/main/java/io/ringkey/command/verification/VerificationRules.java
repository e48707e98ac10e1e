package io.ringkey.command.verification;

import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;

/**
 * How codes are given out.
 *
 * @param codeLength digits of a new challenge's code
 * @param life how long a challenge lives
 * @param gap for how long after a message no other is sent
 * @param limited whether the gap and the number of guesses count at all
 */
record VerificationRules(int codeLength, Duration life, Duration gap, boolean limited) {

    private static final int SHORT_CODE = 6;
    private static final int GUESSES_AT_A_SHORT_CODE = 3;
    private static final int GUESSES = 5;

    /** With less life than this left, a code is not worth sending again. */
    static final Duration WORTH_RESENDING = Duration.ofMinutes(2);

    static VerificationRules of(Settings settings, DevelopmentDoors doors) {
        return new VerificationRules(
                settings.number(Setting.CODE_LENGTH),
                settings.duration(Setting.CODE_TTL),
                settings.duration(Setting.RESEND_AFTER),
                doors.limits());
    }

    /** Wrong guesses that a challenge takes. */
    int guesses() {
        return codeLength < SHORT_CODE ? GUESSES_AT_A_SHORT_CODE : GUESSES;
    }
}
