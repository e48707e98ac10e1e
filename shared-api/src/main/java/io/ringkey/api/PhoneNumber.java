package io.ringkey.api;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A phone number in its one normal form (ITU-T E.164: plus sign, country code, subscriber number, at most 15 digits).
 * However a person spells it, one number is one value.
 *
 * @param e164 for example {@code +79136740000}
 */
public record PhoneNumber(String e164) {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern USUAL_SPELLING = Pattern.compile("[+0-9()\\[\\]./\\s\\u00A0\\u2010-\\u2015-]{5,40}");
    private static final int SHOWN_AT_THE_END = 2;

    public PhoneNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 number");
        }
    }

    /**
     * Reads a number as people spell it: with spaces, brackets, hyphens, a trunk prefix.
     *
     * @param spelled at most 40 characters of digits and the usual separators
     * @param defaultRegion the ISO 3166 region of a number without country code, such as {@code RU}
     * @return the number, or nothing when it is not one that can be dialled
     */
    public static Optional<PhoneNumber> parse(String spelled, String defaultRegion) {
        if (!USUAL_SPELLING.matcher(spelled).matches()) {
            return Optional.empty();
        }
        var util = PhoneNumberUtil.getInstance();
        try {
            var parsed = util.parse(spelled, defaultRegion);
            return util.isPossibleNumber(parsed)
                    ? Optional.of(new PhoneNumber(util.format(parsed, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** The ISO 3166 region that the number belongs to; nothing where it belongs to none. */
    public Optional<String> region() {
        var util = PhoneNumberUtil.getInstance();
        try {
            return Optional.ofNullable(util.getRegionCodeForNumber(util.parse(e164, null)));
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** The number with all but its beginning and its last two digits hidden: {@code +7913•••••00}. */
    public String masked() {
        return mask(e164);
    }

    /** Masks a number that is already in its normal form. */
    public static String mask(String e164) {
        int shownAtTheStart = Math.min(5, e164.length() / 2);
        int hidden = e164.length() - shownAtTheStart - SHOWN_AT_THE_END;
        return e164.substring(0, shownAtTheStart)
                + "•".repeat(hidden)
                + e164.substring(e164.length() - SHOWN_AT_THE_END);
    }

    /** Masked, since this ends in logs. */
    @Override
    public String toString() {
        return masked();
    }
}
