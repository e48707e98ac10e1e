package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
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
import io.ringkey.api.referral.ReferralEvent;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.eventstore.Kept;
import io.ringkey.eventstore.TypedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's account, with whom they were brought by. */
final class AccountFold implements StreamFold {

    private @Nullable UUID account;
    private @Nullable Instant registeredAt;
    private @Nullable UUID numberStream;
    private @Nullable Kept phone;
    private @Nullable Kept email;
    private @Nullable Kept city;
    private @Nullable Kept telegramId;
    private @Nullable String avatar;
    private @Nullable String inviteCode;
    private @Nullable InviteApplied applied;
    private @Nullable ReferralRevoked revoked;
    private Role role = Role.USER;
    private boolean blocked;
    private boolean erased;

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        return switch (event) {
            case AccountEvent own -> {
                take(at, own);
                yield true;
            }
            case ReferralEvent referral -> {
                take(referral);
                yield true;
            }
            default -> false;
        };
    }

    private void take(TypedEvent at, AccountEvent own) {
        switch (own) {
            case PersonRegistered event -> {
                account = event.account();
                registeredAt = event.registeredAt();
                numberStream = event.numberStream();
                phone = at.kept("phone", event.phone());
            }
            case InviteCodeGiven event -> inviteCode = event.inviteCode();
            case ProfileChanged event -> {
                email = at.kept("email", event.email());
                city = at.kept("city", event.city());
                telegramId = at.kept("telegram_id", event.telegramId());
            }
            case AvatarChanged event -> avatar = event.avatar();
            case RoleChanged event -> role = event.role();
            case PersonBlocked event -> blocked = true;
            case PersonUnblocked event -> blocked = false;
            case PhoneChanged event -> {
                numberStream = event.numberStream();
                phone = at.kept("phone", event.phone());
            }
            case NumberGivenUp event -> {
                numberStream = null;
                phone = null;
            }
            case AccountErased event -> erase();
        }
    }

    private void take(ReferralEvent referral) {
        switch (referral) {
            case InviteApplied event -> applied = event;
            case ReferralRevoked event -> revoked = event;
        }
    }

    private void erase() {
        erased = true;
        numberStream = null;
        phone = null;
        email = null;
        city = null;
        telegramId = null;
        avatar = null;
        inviteCode = null;
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("account", account);
        state.put("registered_at", registeredAt);
        state.put("phone", phone);
        state.put("number_stream", numberStream);
        state.put("email", email);
        state.put("city", city);
        state.put("telegram_id", telegramId);
        state.put("avatar", avatar);
        state.put("invite_code", inviteCode);
        state.put("brought_by", applied == null ? null : applied.inviter());
        state.put("applied_code", applied == null ? null : applied.inviteCode());
        state.put("applied_at", applied == null ? null : applied.appliedAt());
        state.put("revoked_at", revoked == null ? null : revoked.revokedAt());
        state.put("revoked_because", revoked == null ? null : revoked.reason().wireName());
        state.put("role", role.wireName());
        state.put("blocked", blocked);
        state.put("erased", erased);
        return state;
    }
}
