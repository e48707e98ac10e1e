package io.ringkey.query.profile;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of profiles, while events are taken in. Personal columns are empty once the person is erased; the row stays, for
 * those who refer to it.
 */
final class Profile {

    final UUID accountId;
    final Instant createdAt;

    @Nullable
    String phone;

    @Nullable
    String maskedPhone;

    @Nullable
    String email;

    @Nullable
    String foldedEmail;

    @Nullable
    String city;

    @Nullable
    String foldedCity;

    @Nullable
    String telegramId;

    @Nullable
    String avatar;

    @Nullable
    String inviteCode;

    /** The code that this person applied. */
    @Nullable
    String referralCode;

    String role;
    boolean blocked;
    boolean erased;

    /** The sequence number of the last event of the account's stream that stands in this row. */
    long version;

    Profile(UUID accountId, Instant createdAt, String role, long version) {
        this.accountId = accountId;
        this.createdAt = createdAt;
        this.role = role;
        this.version = version;
    }

    void erase() {
        phone = null;
        maskedPhone = null;
        email = null;
        foldedEmail = null;
        city = null;
        foldedCity = null;
        telegramId = null;
        avatar = null;
        inviteCode = null;
        referralCode = null;
        erased = true;
    }
}
