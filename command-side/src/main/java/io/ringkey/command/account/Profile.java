package io.ringkey.command.account;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import io.ringkey.api.account.ProfileChanges;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of a profile that its owner writes. */
record Profile(
        UUID subject,
        @Nullable String email,
        @Nullable String city,
        @Nullable String telegramId) {

    static final Profile EMPTY = new Profile(new UUID(0, 0), null, null, null);

    static Profile of(PersonRegistered event) {
        return new Profile(event.subject(), null, null, null);
    }

    Profile with(ProfileChanges changes) {
        return new Profile(
                subject,
                changes.email() == null ? email : changes.email().to(),
                changes.city() == null ? city : changes.city().to(),
                changes.telegramId() == null ? telegramId : changes.telegramId().to());
    }

    Profile after(ProfileChanged event) {
        return new Profile(
                subject,
                Personal.valueOf(event.email()),
                Personal.valueOf(event.city()),
                Personal.valueOf(event.telegramId()));
    }

    ProfileChanged changedEvent(UUID account, UUID by, Instant now) {
        return new ProfileChanged(
                account,
                Personal.ofNullable(subject, email),
                Personal.ofNullable(subject, city),
                Personal.ofNullable(subject, telegramId),
                by,
                now);
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "(profile)";
    }
}
