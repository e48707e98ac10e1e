package io.ringkey.query.profile;

import io.ringkey.api.people.ProfileView;
import io.ringkey.api.people.ReferralItem;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A row of the view that both sides answer with. */
@Entity
@Immutable
@Table(schema = "read_model", name = "profile_answer")
class ProfileAnswer {

    private static final ObjectReader REFERRALS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .readerFor(new TypeReference<List<ReferralItem>>() {});

    @Id
    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "phone")
    @Nullable
    String phone;

    @Column(name = "email")
    @Nullable
    String email;

    @Column(name = "city")
    @Nullable
    String city;

    @Column(name = "telegram_id")
    @Nullable
    String telegramId;

    @Column(name = "avatar")
    @Nullable
    String avatar;

    @Column(name = "invite_code")
    String inviteCode;

    @Column(name = "referral_code")
    @Nullable
    String referralCode;

    @Column(name = "referrals")
    String referrals;

    @Column(name = "referrals_total")
    long referralsTotal;

    @Column(name = "role")
    String role;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "version")
    long version;

    ProfileView view() {
        return new ProfileView(
                accountId,
                phone,
                email,
                city,
                telegramId,
                avatar,
                inviteCode,
                referralCode,
                REFERRALS.readValue(referrals),
                referralsTotal,
                role,
                createdAt,
                version);
    }
}
