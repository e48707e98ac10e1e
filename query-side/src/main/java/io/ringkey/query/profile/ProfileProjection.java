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
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.query.MissingRow;
import io.ringkey.query.processors.KeepsTables;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Keeps the table {@code profile}, and answers with profiles. */
@Component
@ProcessingGroup("profiles")
@KeepsTables("profile")
class ProfileProjection {

    private static final String TABLE = "profile";

    private final ProfileRows rows;
    private final ProfileAnswers answers;

    ProfileProjection(ProfileRows rows, ProfileAnswers answers) {
        this.rows = rows;
        this.answers = answers;
    }

    @QueryHandler
    Optional<ProfileView> profile(GetProfile query) {
        return answers.findByAccountId(query.account().value()).map(ProfileAnswer::view);
    }

    @EventHandler
    void on(AccountEvent event, @SequenceNumber long version) {
        UUID account = event.account();
        int changed = switch (event) {
            case PersonRegistered registered -> register(registered, version);
            case InviteCodeGiven given -> rows.giveInviteCode(account, given.inviteCode(), version);
            case ProfileChanged change -> change(change, version);
            case PhoneChanged change -> changePhone(change, version);
            case NumberGivenUp givenUp -> rows.setPhone(account, null, null, version);
            case AvatarChanged change -> rows.setAvatar(account, change.avatar(), version);
            case RoleChanged change -> rows.setRole(account, change.role().wireName(), version);
            case PersonBlocked blocked -> rows.setBlocked(account, true, version);
            case PersonUnblocked unblocked -> rows.setBlocked(account, false, version);
            case AccountErased erased -> rows.erase(account, version);
        };
        isNew(account, changed);
    }

    @EventHandler
    void on(InviteApplied event, @SequenceNumber long version) {
        if (isNew(event.account(), rows.apply(event.account(), event.inviteCode(), version))
                && rows.countReferral(event.inviter()) == 0) {
            throw new MissingRow(TABLE, event.inviter());
        }
    }

    @EventHandler
    void on(ReferralRevoked event, @SequenceNumber long version) {
        if (isNew(event.account(), rows.apply(event.account(), null, version))
                && rows.uncountReferral(event.inviter()) == 0) {
            throw new MissingRow(TABLE, event.inviter());
        }
    }

    private int register(PersonRegistered event, long version) {
        String phone = Personal.valueOf(event.phone());
        return rows.register(
                event.account(),
                phone,
                phone == null ? null : PhoneNumber.mask(phone),
                Role.USER.wireName(),
                event.registeredAt(),
                version);
    }

    private int changePhone(PhoneChanged event, long version) {
        String phone = Personal.valueOf(event.phone());
        return rows.setPhone(event.account(), phone, phone == null ? null : PhoneNumber.mask(phone), version);
    }

    private int change(ProfileChanged event, long version) {
        String email = Personal.valueOf(event.email());
        String city = Personal.valueOf(event.city());
        return rows.change(
                event.account(),
                email,
                SearchKey.ofNullable(email),
                city,
                SearchKey.ofNullable(city),
                Personal.valueOf(event.telegramId()),
                version);
    }

    private boolean isNew(UUID account, int changed) {
        if (changed == 0 && !rows.existsByAccountId(account)) {
            throw new MissingRow(TABLE, account);
        }
        return changed > 0;
    }
}
