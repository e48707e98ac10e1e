package io.ringkey.web.people;

import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.web.etag.ETags;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile as it stands in answers; the avatar is an absolute URL. */
@Schema(example = ProfileBody.EXAMPLE)
public record ProfileBody(
        UUID id,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String city,
        @Nullable String telegramId,
        @Nullable String avatar,
        String inviteCode,
        @Nullable String referralCode,
        List<ReferralItem> referrals,
        long referralsTotal,
        String role,
        Instant createdAt) {

    static final String EXAMPLE = """
            {
              "id": "01900000-0000-7000-8000-000000000001",
              "phone": "+79136740000",
              "email": "ann@example.org",
              "city": "Омск",
              "telegram_id": "@ann",
              "avatar": "http://127.0.0.1:8000/api/users/01900000-0000-7000-8000-000000000001/avatar/4f0c1b",
              "invite_code": "K7M2QX",
              "referral_code": null,
              "referrals": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000002",
                  "phone": "+7913•••••11",
                  "city": "Томск",
                  "applied_at": "2026-01-03T04:05:06.789Z"
                }
              ],
              "referrals_total": 1,
              "role": "user",
              "created_at": "2026-01-02T03:04:05.678Z"
            }
            """;

    /**
     * A view made fit for clients.
     *
     * @param publicUrl where the service is reached, without a slash at the end
     */
    public static ProfileBody of(ProfileView view, URI publicUrl) {
        return new ProfileBody(
                view.id(),
                view.phone(),
                view.email(),
                view.city(),
                view.telegramId(),
                view.avatar() == null ? null : avatarUrl(publicUrl, view.id(), view.avatar()),
                view.inviteCode(),
                view.referralCode(),
                view.referrals(),
                view.referralsTotal(),
                view.role(),
                view.createdAt());
    }

    /**
     * The entity tag of this body: a write needs its first part alone, a reader also sees what others' events changed.
     *
     * @param version the version of the view that the body was made of
     */
    public String tag(long version) {
        return ETags.of(version, Integer.toUnsignedLong(hashCode()));
    }

    /** Where a person's picture of this name is to be had. */
    public static String avatarUrl(URI publicUrl, UUID person, String name) {
        return publicUrl + "/api/users/" + person + "/avatar/" + name;
    }
}
