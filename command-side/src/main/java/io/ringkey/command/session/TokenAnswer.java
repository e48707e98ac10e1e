package io.ringkey.command.session;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/**
 * A pair of tokens, as clients get it.
 *
 * @param expiresIn seconds until the access token must be refreshed
 */
public record TokenAnswer(
        @Schema(description = "Send it as `Authorization: Bearer …`.", example = "eyJraWQiOiJ0b2tlbi1zaWduaW5nLTEiLCJ…")
        String access,

        @Schema(description = "Exchange it for the next pair. Good once.", example = "AAAAAQGTj1n2zHq4…")
        String refresh,

        @Schema(example = "Bearer") String tokenType,
        @Schema(description = "Seconds.", example = "900") long expiresIn,

        @Schema(example = "01938f59-f6cc-7ab8-9f0e-2f4a1c3d5e6f")
        UUID userId) {

    /** The pair of a session: its refresh token, and a new access token beside it. */
    public static TokenAnswer of(
            AccessTokenIssuer issuer, AccountId account, SessionId session, SessionSecret refreshToken) {
        return new TokenAnswer(
                issuer.issue(account, session),
                refreshToken.value(),
                "Bearer",
                issuer.lifetime().toSeconds(),
                account.value());
    }

    /** Secret. */
    @Override
    public String toString() {
        return "(tokens of " + userId + ")";
    }
}
