package io.ringkey.web.people;

import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile as it stands in answers; the avatar is an absolute URL. */
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
                view.avatar() == null ? null : publicUrl + "/api/users/" + view.id() + "/avatar/" + view.avatar(),
                view.inviteCode(),
                view.referralCode(),
                view.referrals(),
                view.referralsTotal(),
                view.role(),
                view.createdAt());
    }
}
