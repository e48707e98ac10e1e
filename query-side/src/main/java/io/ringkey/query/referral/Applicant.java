package io.ringkey.query.referral;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What an inviter may see of a person they brought. */
@Entity
@Immutable
@Table(schema = "read_model", name = "profile")
class Applicant {

    @Id
    @Column(name = "account_id")
    UUID accountId;

    @Column(name = "masked_phone")
    @Nullable
    String maskedPhone;

    @Column(name = "city")
    @Nullable
    String city;

    @Column(name = "erased")
    boolean erased;
}
