package io.ringkey.query.referral;

import io.ringkey.api.people.ReferralItem;
import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** That a person was brought, and by whom. */
@Entity
@Table(schema = "read_model", name = "referral")
@SqlResultSetMapping(
        name = Referral.ITEM,
        classes =
                @ConstructorResult(
                        targetClass = ReferralItem.class,
                        columns = {
                            @ColumnResult(name = "applicant_id", type = UUID.class),
                            @ColumnResult(name = "masked_phone", type = String.class),
                            @ColumnResult(name = "city", type = String.class),
                            @ColumnResult(name = "applied_at", type = Instant.class)
                        }))
class Referral {

    /** As an inviter sees it. */
    static final String ITEM = "referral-item";

    @Id
    @Column(name = "applicant_id")
    UUID applicantId;

    @Column(name = "inviter_id")
    UUID inviterId;

    @Column(name = "applied_at")
    Instant appliedAt;
}
