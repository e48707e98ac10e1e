package io.ringkey.query.people;

import io.ringkey.api.account.Role;
import io.ringkey.api.people.PersonItem;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What the list shows of a profile's row. */
@Entity
@Immutable
@Table(schema = "read_model", name = "profile")
class Person {

    @Id
    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "phone")
    @Nullable
    String phone;

    @Column(name = "masked_phone")
    @Nullable
    String maskedPhone;

    @Column(name = "city")
    @Nullable
    String city;

    @Column(name = "role")
    String role;

    @Column(name = "blocked")
    boolean blocked;

    @Column(name = "invite_code")
    @Nullable
    String inviteCode;

    @Column(name = "referrals_total")
    long referralsTotal;

    @Column(name = "created_at")
    Instant createdAt;

    PersonItem seenBy(Role reader) {
        return new PersonItem(
                accountId,
                reader.includes(Role.ADMIN) ? phone : maskedPhone,
                city,
                role,
                blocked,
                inviteCode,
                referralsTotal,
                createdAt);
    }
}
