package io.ringkey.command.account;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.ProfileChanges;
import io.ringkey.api.account.ProfileChanges.Change;
import io.ringkey.command.account.ProfileWish.WantedAvatar;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks the fields of one profile as sent, all of them before any complaint is made. For one use on one thread. */
final class ProfileForm {

    private static final Set<String> WRITABLE =
            Set.of("phone", "email", "city", "telegram_id", ProfileFields.AVATAR, "referral_code");
    private static final List<String> READ_ONLY =
            List.of("id", "invite_code", "referrals", "referrals_total", "role", "created_at");

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_CITY = 100;
    private static final int LONGEST_TELEGRAM_ID = 64;
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_NAME_SHOWN = 100;

    private static final Pattern TELEGRAM_ID = Pattern.compile("@[A-Za-z0-9_]+|[0-9]+");
    private static final Pattern EMAIL_NAME = Pattern.compile("[^@\\s\"(),:;<>\\[\\\\\\]]{1,64}");
    private static final Pattern HOST = Pattern.compile(
            "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}-]{1,62}[\\p{L}\\p{N}]");

    private final ProfileFields fields;
    private final String defaultRegion;
    private final Map<String, String> complaints = new TreeMap<>();

    ProfileForm(ProfileFields fields, String defaultRegion) {
        this.fields = fields;
        this.defaultRegion = defaultRegion;
    }

    /**
     * What the client wants.
     *
     * @param phoneRequired whether the number must be named
     * @param present the profile as clients see it now, as JSON
     * @throws Failure {@code field.unknown} or {@code field.invalid}, naming every bad field
     */
    ProfileWish read(boolean phoneRequired, JsonNode present) {
        refuseUnknown();
        refuseChangesOfReadOnly(present);
        var wish = new ProfileWish(
                phone(phoneRequired),
                new ProfileChanges(
                        change("email", LONGEST_EMAIL, ProfileForm::isEmail, "email.invalid"),
                        change("city", LONGEST_CITY, any -> true, "invalid"),
                        change(
                                "telegram_id",
                                LONGEST_TELEGRAM_ID,
                                id -> TELEGRAM_ID.matcher(id).matches(),
                                "telegram-id.invalid")),
                referralCode(),
                avatar());
        var failure = Failure.of(FailureCode.FIELD_INVALID);
        for (var complaint : complaints.entrySet()) {
            failure = failure.andInvalid(complaint.getKey(), complaint.getValue());
        }
        if (!complaints.isEmpty()) {
            throw failure;
        }
        return wish;
    }

    private void refuseUnknown() {
        var failure = Failure.of(FailureCode.FIELD_UNKNOWN);
        for (String name : fields.values().keySet()) {
            if (!WRITABLE.contains(name) && !READ_ONLY.contains(name)) {
                failure = failure.andInvalid(name.substring(0, Math.min(name.length(), LONGEST_NAME_SHOWN)), "unknown");
            }
        }
        if (!failure.fieldErrors().isEmpty()) {
            throw failure;
        }
    }

    private void refuseChangesOfReadOnly(JsonNode present) {
        for (String name : READ_ONLY) {
            JsonNode given = fields.values().get(name);
            if (given != null && !given.equals(present.get(name)) && !sameMoment(given, present.get(name))) {
                complaints.put(name, "read-only");
            }
        }
    }

    /** A client may spell a time as its library does, with another offset or more zeros. */
    private static boolean sameMoment(JsonNode given, @Nullable JsonNode present) {
        if (present == null || !given.isString() || !present.isString()) {
            return false;
        }
        try {
            return Instant.parse(given.stringValue()).equals(Instant.parse(present.stringValue()));
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private @Nullable PhoneNumber phone(boolean required) {
        if (!fields.values().containsKey("phone")) {
            if (required) {
                complaints.put("phone", "required");
            }
            return null;
        }
        String spelled = text("phone");
        if (spelled == null) {
            return null;
        }
        if (spelled.isEmpty()) {
            complaints.put("phone", "not-empty");
            return null;
        }
        return PhoneNumber.parse(spelled, defaultRegion).orElseGet(() -> {
            complaints.put("phone", "phone.invalid");
            return null;
        });
    }

    private @Nullable Change change(String name, int longest, Predicate<String> valid, String complaint) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return new Change(null);
        }
        if (text.codePointCount(0, text.length()) > longest) {
            complaints.put(name, "too-long");
        } else if (text.codePoints().anyMatch(ProfileForm::isControl)) {
            complaints.put(name, "control-characters");
        } else if (!valid.test(text)) {
            complaints.put(name, complaint);
        }
        return new Change(text);
    }

    private @Nullable String referralCode() {
        String code = text("referral_code");
        if (code != null && code.length() > LONGEST_CODE) {
            complaints.put("referral_code", "too-long");
        }
        return code == null || code.isEmpty() ? null : code;
    }

    private @Nullable WantedAvatar avatar() {
        if (fields.picture() != null) {
            return new WantedAvatar.File(fields.picture());
        }
        String text = text(ProfileFields.AVATAR);
        if (text == null) {
            return null;
        }
        return text.isEmpty() ? new WantedAvatar.None() : new WantedAvatar.Text(text);
    }

    /** A field's text without the blanks around it; empty for null, {@code null} where the field is not there. */
    private @Nullable String text(String name) {
        JsonNode value = fields.values().get(name);
        if (value == null) {
            return null;
        }
        if (value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            complaints.put(name, "type.wrong");
            return null;
        }
        return value.stringValue().strip();
    }

    /** What would break a line, hide in it or turn it round. */
    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            return false;
        }
        String name = text.substring(0, at);
        return EMAIL_NAME.matcher(name).matches()
                && !name.startsWith(".")
                && !name.endsWith(".")
                && !name.contains("..")
                && HOST.matcher(text.substring(at + 1)).matches();
    }
}
