package io.ringkey.query.profile;

import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.account.AccountEvent.AccountErased;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.NumberGivenUp;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.PersonUnblocked;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.query.MissingRow;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What some events make of profiles. A row takes each event of its account in once: one that it has seen already, which
 * its version tells, changes nothing. For one thread.
 */
final class ProfileChanges {

    private static final String TABLE = "profile";

    private final Map<UUID, Profile> known;
    private final Set<UUID> stored;
    private final Map<UUID, Profile> changed = new LinkedHashMap<>();
    private final Map<UUID, Long> brought = new LinkedHashMap<>();

    /** @param stored the rows that there are of these accounts */
    ProfileChanges(Map<UUID, Profile> stored) {
        this.known = stored;
        this.stored = Set.copyOf(stored.keySet());
    }

    void of(AccountEvent event, long version) {
        if (event instanceof PersonRegistered registered) {
            known.computeIfAbsent(registered.account(), account -> added(registered, version));
            return;
        }
        Profile profile = unseen(event.account(), version);
        if (profile == null) {
            return;
        }
        switch (event) {
            case PersonRegistered registered -> throw new AssertionError("it was seen to above");
            case InviteCodeGiven given -> profile.inviteCode = given.inviteCode();
            case ProfileChanged change -> change(profile, change);
            case PhoneChanged change -> phone(profile, change.phone());
            case NumberGivenUp givenUp -> phone(profile, null);
            case AvatarChanged change -> profile.avatar = change.avatar();
            case RoleChanged change -> profile.role = change.role().wireName();
            case PersonBlocked blocked -> profile.blocked = true;
            case PersonUnblocked unblocked -> profile.blocked = false;
            case AccountErased erased -> profile.erase();
        }
    }

    void of(InviteApplied applied, long version) {
        Profile profile = unseen(applied.account(), version);
        if (profile != null) {
            profile.referralCode = applied.inviteCode();
            brought.merge(applied.inviter(), 1L, Long::sum);
        }
    }

    void of(ReferralRevoked revoked, long version) {
        Profile profile = unseen(revoked.account(), version);
        if (profile != null) {
            profile.referralCode = null;
            brought.merge(revoked.inviter(), -1L, Long::sum);
        }
    }

    /** @throws MissingRow when there is no row of an inviter */
    void write(ProfileRows rows) {
        Map<Boolean, List<Profile>> byWhetherStored = changed.values().stream()
                .collect(Collectors.partitioningBy(profile -> stored.contains(profile.accountId)));
        rows.insert(byWhetherStored.getOrDefault(false, List.of()));
        rows.update(byWhetherStored.getOrDefault(true, List.of()));
        if (!brought.isEmpty()) {
            var missing = new LinkedHashSet<>(brought.keySet());
            rows.count(brought).forEach(missing::remove);
            if (!missing.isEmpty()) {
                throw new MissingRow(TABLE, missing.getFirst());
            }
        }
    }

    private Profile added(PersonRegistered registered, long version) {
        var profile = new Profile(registered.account(), registered.registeredAt(), Role.USER.wireName(), version);
        phone(profile, registered.phone());
        changed.put(profile.accountId, profile);
        return profile;
    }

    /** The row of an account, if this event is news to it. */
    private @Nullable Profile unseen(UUID account, long version) {
        Profile profile = known.get(account);
        if (profile == null) {
            throw new MissingRow(TABLE, account);
        }
        if (profile.version >= version) {
            return null;
        }
        profile.version = version;
        changed.put(account, profile);
        return profile;
    }

    private static void phone(Profile profile, @Nullable Personal phone) {
        profile.phone = Personal.valueOf(phone);
        profile.maskedPhone = profile.phone == null ? null : PhoneNumber.mask(profile.phone);
    }

    private static void change(Profile profile, ProfileChanged change) {
        profile.email = Personal.valueOf(change.email());
        profile.foldedEmail = SearchKey.ofNullable(profile.email);
        profile.city = Personal.valueOf(change.city());
        profile.foldedCity = SearchKey.ofNullable(profile.city);
        profile.telegramId = Personal.valueOf(change.telegramId());
    }
}
