package io.ringkey.command.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ringkey.web.people.ProfileBody;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** How the bodies of profile writes are described to readers of the API's documentation; nothing is read into them. */
final class ProfileDocs {

    static final String RULES = """
            A field that is absent stays as it is; null or an empty text clears email, city, telegram_id and avatar. \
            Read-only fields may come along as they were read. An invite code is applied once, for good. \
            Everything is applied, or nothing. Another phone, which only the person themselves may name within ten minutes of \
            their sign-in by a code, starts a change: 202, and `PUT …/phone/` completes it.""";

    /** The answers of every way to change a profile. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "200",
            description = "The profile as it now is",
            content = @Content(schema = @Schema(implementation = ProfileBody.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The profile as it now is; the new number waits for its code",
            content = @Content(schema = @Schema(implementation = PhoneChangeBegun.class)))
    @interface Answers {}

    private ProfileDocs() {}

    @Schema(name = "ProfilePut")
    record WithPhone(
            @Schema(example = "+7 913 674-00-00", requiredMode = Schema.RequiredMode.REQUIRED)
            String phone,

            @Schema(example = "anna@example.org", maxLength = 254) @Nullable
            String email,

            @Schema(example = "Новосибирск", maxLength = 100) @Nullable
            String city,

            @Schema(example = "@anna", maxLength = 64) @JsonProperty("telegram_id") @Nullable
            String telegramId,

            @Schema(description = "A JPEG, PNG or WebP file as base64, a data: prefix allowed") @Nullable
            String avatar,

            @Schema(example = "K7M2XQ", description = "Another person's invite code")
            @JsonProperty("referral_code")
            @Nullable
            String referralCode) {}

    @Schema(name = "ProfilePatch")
    record PhoneOptional(
            @Schema(example = "+7 913 674-00-00") @Nullable String phone,

            @Schema(example = "anna@example.org", maxLength = 254) @Nullable
            String email,

            @Schema(example = "Новосибирск", maxLength = 100) @Nullable
            String city,

            @Schema(example = "@anna", maxLength = 64) @JsonProperty("telegram_id") @Nullable
            String telegramId,

            @Schema(description = "A JPEG, PNG or WebP file as base64, a data: prefix allowed") @Nullable
            String avatar,

            @Schema(example = "K7M2XQ", description = "Another person's invite code")
            @JsonProperty("referral_code")
            @Nullable
            String referralCode) {}

    @Schema(name = "ProfilePutForm")
    record FormWithPhone(
            @Schema(example = "+7 913 674-00-00", requiredMode = Schema.RequiredMode.REQUIRED)
            String phone,

            @Schema(example = "anna@example.org") @Nullable String email,
            @Schema(example = "Новосибирск") @Nullable String city,

            @Schema(example = "@anna") @JsonProperty("telegram_id") @Nullable
            String telegramId,

            @Schema(type = "string", format = "binary") @Nullable
            String avatar,

            @Schema(example = "K7M2XQ") @JsonProperty("referral_code") @Nullable
            String referralCode) {}

    @Schema(name = "ProfilePatchForm")
    record FormPhoneOptional(
            @Schema(example = "+7 913 674-00-00") @Nullable String phone,

            @Schema(example = "anna@example.org") @Nullable String email,
            @Schema(example = "Новосибирск") @Nullable String city,

            @Schema(example = "@anna") @JsonProperty("telegram_id") @Nullable
            String telegramId,

            @Schema(type = "string", format = "binary") @Nullable
            String avatar,

            @Schema(example = "K7M2XQ") @JsonProperty("referral_code") @Nullable
            String referralCode) {}
}
