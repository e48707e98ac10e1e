package io.ringkey.query.referral;

import io.ringkey.api.people.ReferralItem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads and writes who brought whom. */
interface ReferralRows extends Repository<Referral, UUID> {

    /** Moves the row to those that were revoked; 0 when there is none. */
    @Modifying
    @NativeQuery("""
            WITH revoked AS (
                DELETE FROM read_model.referral WHERE applicant_id = :applicant
                RETURNING applicant_id, inviter_id, applied_at)
            INSERT INTO read_model.revoked_referral
                   (applicant_id, inviter_id, applied_at, reason, revoked_by, revoked_at)
            SELECT applicant_id, inviter_id, applied_at, :reason, :by, :at FROM revoked
            ON CONFLICT DO NOTHING
            """)
    int revoke(UUID applicant, String reason, UUID by, Instant at);

    @NativeQuery("SELECT EXISTS (SELECT 1 FROM read_model.revoked_referral WHERE applicant_id = :applicant)")
    boolean isRevoked(UUID applicant);

    @Modifying
    @NativeQuery("""
            INSERT INTO read_model.dismissed_question AS d (question_id, people, reason, dismissed_by, dismissed_at)
            VALUES (:question, :people, :reason, :by, :at)
            ON CONFLICT (question_id) DO UPDATE
               SET people = excluded.people, reason = excluded.reason, dismissed_by = excluded.dismissed_by,
                   dismissed_at = excluded.dismissed_at
             WHERE d.people < excluded.people
            """)
    void dismiss(UUID question, int people, String reason, UUID by, Instant at);

    /** Whether there is such a person to ask about. */
    @Query("select count(a) > 0 from Applicant a where a.accountId = :account and not a.erased")
    boolean knows(UUID account);

    /** The newest before a moment; of those of that very moment, the ones whose id sorts before {@code beforeId}. */
    @Query("""
            select new io.ringkey.api.people.ReferralItem(r.applicantId, a.maskedPhone, a.city, r.appliedAt)
            from Referral r join Applicant a on a.accountId = r.applicantId
            where r.inviterId = :inviter and (r.appliedAt, r.applicantId) < (:before, :beforeId)
            order by r.appliedAt desc, r.applicantId desc
            """)
    List<ReferralItem> newest(UUID inviter, Instant before, UUID beforeId, Limit limit);
}
