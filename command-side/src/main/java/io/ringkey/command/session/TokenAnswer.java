package io.ringkey.command.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.api.verification.DeviceSecret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pair of tokens, as clients get it.
 *
 * @param expiresIn seconds until the access token must be refreshed
 * @param device what the device is recognised by from now on, where it asked for it
 */
public record TokenAnswer(
        @Schema(description = "Send it as `Authorization: Bearer …`.", example = "eyJraWQiOiJ0b2tlbi1zaWduaW5nLTEiLCJ…")
        String access,

        @Schema(description = "Exchange it for the next pair. Good once.", example = "AAAAAQGTj1n2zHq4…")
        String refresh,

        @Schema(example = "Bearer") String tokenType,
        @Schema(description = "Seconds.", example = "900") long expiresIn,

        @Schema(example = "01938f59-f6cc-7ab8-9f0e-2f4a1c3d5e6f")
        UUID userId,

        @Schema(
                description =
                        "Only where the call had `Ringkey-Device: new` and the device was not recognised. Bring it"
                                + " in that header next time.",
                example = "q4ZtY0a9yCw2f1uJb8nJmXk3c7d5eR6sT0vWxYzAbCd")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String device) {

    /** The pair of a session: its refresh token, and a new access token beside it. */
    public static TokenAnswer of(
            AccessTokenIssuer issuer,
            AccountId account,
            SessionId session,
            boolean confirmed,
            SessionSecret refreshToken) {
        return new TokenAnswer(
                issuer.issue(account, session, confirmed),
                refreshToken.value(),
                "Bearer",
                issuer.lifetime().toSeconds(),
                account.value(),
                null);
    }

    /** The same pair with something for the device, if there is something. */
    public TokenAnswer with(@Nullable DeviceSecret secret) {
        return secret == null ? this : new TokenAnswer(access, refresh, tokenType, expiresIn, userId, secret.value());
    }

    /** Secret. */
    @Override
    public String toString() {
        return "(tokens of " + userId + ")";
    }
}
