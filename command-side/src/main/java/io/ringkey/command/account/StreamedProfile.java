package io.ringkey.command.account;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.referral.ReferralEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A profile as its own stream tells it, for when the view is late. Who it brought stands in other people's streams. */
final class StreamedProfile {

    private @Nullable UUID id;
    private Instant createdAt = Instant.EPOCH;
    private @Nullable String phone;
    private Profile profile = Profile.EMPTY;
    private @Nullable String avatar;
    private String inviteCode = "";
    private @Nullable String referralCode;
    private Role role = Role.USER;
    private boolean erased;
    private long version;

    void take(Object payload, long sequence) {
        version = sequence;
        if (payload instanceof DomainEvent event) {
            switch (event) {
                case AccountEvent account -> take(account);
                case ReferralEvent.InviteApplied applied -> referralCode = applied.inviteCode();
                case ReferralEvent.ReferralRevoked revoked -> referralCode = null;
                default -> throw new IllegalStateException("a stranger in an account's stream");
            }
        }
    }

    private void take(AccountEvent account) {
        switch (account) {
            case AccountEvent.PersonRegistered event -> {
                id = event.account();
                createdAt = event.registeredAt();
                phone = Personal.valueOf(event.phone());
                profile = Profile.of(event);
            }
            case AccountEvent.InviteCodeGiven event -> inviteCode = event.inviteCode();
            case AccountEvent.ProfileChanged event -> profile = profile.after(event);
            case AccountEvent.PhoneChanged event -> phone = Personal.valueOf(event.phone());
            case AccountEvent.NumberGivenUp event -> phone = null;
            case AccountEvent.AvatarChanged event -> avatar = event.avatar();
            case AccountEvent.RoleChanged event -> role = event.role();
            case AccountEvent.AccountErased event -> erased = true;
            case AccountEvent.PersonBlocked event -> {}
            case AccountEvent.PersonUnblocked event -> {}
        }
    }

    /**
     * The profile; nothing for nobody, or for somebody who was erased.
     *
     * @param referrals the newest of those who applied this person's code, as far as is known
     */
    Optional<ProfileView> view(List<ReferralItem> referrals, long referralsTotal) {
        return id == null || erased
                ? Optional.empty()
                : Optional.of(new ProfileView(
                        id,
                        phone,
                        profile.email(),
                        profile.city(),
                        profile.telegramId(),
                        avatar,
                        inviteCode,
                        referralCode,
                        referrals,
                        referralsTotal,
                        role.wireName(),
                        createdAt,
                        version));
    }
}
