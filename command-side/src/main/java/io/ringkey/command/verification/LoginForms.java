package io.ringkey.command.verification;

import io.ringkey.api.Failure;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people send in order to sign in. Reading it changes nothing and spends no guess. */
@Component
final class LoginForms {

    private static final String PHONE_EXAMPLE = "+7 913 674-00-00";
    private static final String CODE_EXAMPLE = "4071";

    private final String region;

    LoginForms(Settings settings) {
        this.region = settings.text(Setting.DEFAULT_REGION);
    }

    record CodeRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = PHONE_EXAMPLE) @Nullable
            String phone) {}

    /** @param challengeId taken because clients have it at hand; it proves nothing and is not looked at */
    record CodeGiven(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = CODE_EXAMPLE) @Nullable
            String authCode,

            @Schema(description = "Needed by clients that keep no cookies.", example = PHONE_EXAMPLE) @Nullable
            String phone,

            @Schema(description = "Proves nothing by itself: bring the cookie or the phone.") @Nullable
            String challengeId) {

        @Override
        public String toString() {
            return "(code)";
        }
    }

    /** @param password the code */
    record TokenRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = PHONE_EXAMPLE) @Nullable
            String phone,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The code.", example = CODE_EXAMPLE)
            @Nullable
            String password) {

        @Override
        public String toString() {
            return "(phone and code)";
        }
    }

    PhoneNumber phone(@Nullable String spelled) {
        if (spelled == null) {
            throw Failure.invalid("phone", "required");
        }
        return PhoneNumber.parse(spelled, region).orElseThrow(() -> Failure.invalid("phone", "phone.invalid"));
    }

    static OneTimeCode code(String field, @Nullable String typed) {
        if (typed == null) {
            throw Failure.invalid(field, "required");
        }
        if (!OneTimeCode.isWellFormed(typed)) {
            throw Failure.invalid(field, "code.invalid");
        }
        return new OneTimeCode(typed);
    }
}
