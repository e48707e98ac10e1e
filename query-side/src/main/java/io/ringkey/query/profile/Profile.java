package io.ringkey.query.profile;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of profiles. Personal columns are empty once the person is erased; the row stays, for those who refer to it. */
@Entity
@Table(schema = "read_model", name = "profile")
class Profile {

    @Id
    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "phone")
    @Nullable
    String phone;

    @Column(name = "masked_phone")
    @Nullable
    String maskedPhone;

    @Column(name = "email")
    @Nullable
    String email;

    @Column(name = "folded_email")
    @Nullable
    String foldedEmail;

    @Column(name = "city")
    @Nullable
    String city;

    @Column(name = "folded_city")
    @Nullable
    String foldedCity;

    @Column(name = "telegram_id")
    @Nullable
    String telegramId;

    @Column(name = "avatar")
    @Nullable
    String avatar;

    @Column(name = "invite_code")
    @Nullable
    String inviteCode;

    /** The code that this person applied. */
    @Column(name = "referral_code")
    @Nullable
    String referralCode;

    @Column(name = "referrals_total")
    long referralsTotal;

    @Column(name = "role")
    String role;

    @Column(name = "blocked")
    boolean blocked;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "erased")
    boolean erased;

    /** The sequence number of the last event of the account's stream that stands in this row. */
    @Column(name = "version")
    long version;
}
