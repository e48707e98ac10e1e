package io.ringkey.query.referral;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** That a person was brought, and by whom. */
@Entity
@Table(schema = "read_model", name = "referral")
class Referral {

    @Id
    @Column(name = "applicant_id")
    UUID applicantId;

    @Column(name = "inviter_id")
    UUID inviterId;

    @Column(name = "applied_at")
    Instant appliedAt;
}
