package io.ringkey.query.profile;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Changes to profiles, each one statement that takes an event in once: a row that has seen the event already is left
 * alone, and 0 is answered.
 */
interface ProfileRows extends Repository<Profile, UUID> {

    boolean existsByAccountId(UUID accountId);

    @Modifying
    @Query("""
            insert into Profile (accountId, phone, maskedPhone, role, blocked, createdAt, erased, referralsTotal, version)
            values (:account, :phone, :maskedPhone, :role, false, :createdAt, false, 0, :version)
            on conflict do nothing
            """)
    int register(
            UUID account,
            @Nullable String phone,
            @Nullable String maskedPhone,
            String role,
            Instant createdAt,
            long version);

    @Modifying
    @Query("""
            update Profile p set p.inviteCode = :inviteCode, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int giveInviteCode(UUID account, String inviteCode, long version);

    @Modifying
    @Query("""
            update Profile p
            set p.email = :email, p.foldedEmail = :foldedEmail, p.city = :city, p.foldedCity = :foldedCity,
                p.telegramId = :telegramId, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int change(
            UUID account,
            @Nullable String email,
            @Nullable String foldedEmail,
            @Nullable String city,
            @Nullable String foldedCity,
            @Nullable String telegramId,
            long version);

    @Modifying
    @Query("""
            update Profile p set p.phone = :phone, p.maskedPhone = :maskedPhone, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int setPhone(UUID account, @Nullable String phone, @Nullable String maskedPhone, long version);

    @Modifying
    @Query("""
            update Profile p set p.avatar = :avatar, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int setAvatar(UUID account, @Nullable String avatar, long version);

    @Modifying
    @Query("""
            update Profile p set p.role = :role, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int setRole(UUID account, String role, long version);

    @Modifying
    @Query("""
            update Profile p set p.blocked = :blocked, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int setBlocked(UUID account, boolean blocked, long version);

    @Modifying
    @Query("""
            update Profile p set p.referralCode = :inviteCode, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int apply(UUID account, @Nullable String inviteCode, long version);

    @Modifying
    @Query("update Profile p set p.referralsTotal = p.referralsTotal + 1 where p.accountId = :inviter")
    int countReferral(UUID inviter);

    @Modifying
    @Query("update Profile p set p.referralsTotal = p.referralsTotal - 1 where p.accountId = :inviter")
    int uncountReferral(UUID inviter);

    @Modifying
    @Query("""
            update Profile p
            set p.phone = null, p.maskedPhone = null, p.email = null, p.foldedEmail = null, p.city = null,
                p.foldedCity = null, p.telegramId = null, p.avatar = null, p.inviteCode = null, p.referralCode = null,
                p.erased = true, p.version = :version
            where p.accountId = :account and p.version < :version
            """)
    int erase(UUID account, long version);
}
