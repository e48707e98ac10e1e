package io.ringkey.command.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ringkey.web.people.ProfileBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** The answer to a change of profile that names another number: the profile as it now is, and what proves the number. */
@Schema(example = PhoneChangeBegun.EXAMPLE)
record PhoneChangeBegun(
        @JsonUnwrapped ProfileBody profile,
        @JsonProperty("phone_change") Begun phoneChange) {

    static final String EXAMPLE = """
            {
              "id": "01900000-0000-7000-8000-000000000001",
              "phone": "+79136740000",
              "email": "ann@example.org",
              "city": "Омск",
              "telegram_id": "@ann",
              "avatar": null,
              "invite_code": "K7M2QX",
              "referral_code": null,
              "referrals": [],
              "referrals_total": 0,
              "role": "user",
              "created_at": "2026-01-02T03:04:05.678Z",
              "phone_change": {
                "challenge_id": "01900000-0000-7000-8000-000000000009",
                "expires_in": 300,
                "resend_after": 60
              }
            }
            """;

    /**
     * The challenge whose code goes to the new number.
     *
     * @param expiresIn whole seconds
     * @param resendAfter whole seconds until asking again sends the code again
     */
    record Begun(
            @JsonProperty("challenge_id") UUID challengeId,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("resend_after") long resendAfter) {}
}
