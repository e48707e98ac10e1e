package io.ringkey.query.referral;

import io.ringkey.api.people.ReferralItem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/** Reads and writes who brought whom. In SQL: what parses JPA's own language takes a sixth of the program's start. */
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
    @NativeQuery("SELECT EXISTS (SELECT 1 FROM read_model.profile WHERE account_id = :account AND NOT erased)")
    boolean knows(UUID account);

    /** The newest before a moment; of those of that very moment, the ones whose id sorts before {@code beforeId}. */
    @NativeQuery(sqlResultSetMapping = Referral.ITEM, value = """
            SELECT r.applicant_id, p.masked_phone, p.city, r.applied_at
              FROM read_model.referral r JOIN read_model.profile p ON p.account_id = r.applicant_id
             WHERE r.inviter_id = :inviter AND (r.applied_at, r.applicant_id) < (:before, :beforeId)
             ORDER BY r.applied_at DESC, r.applicant_id DESC
             LIMIT :limit
            """)
    List<ReferralItem> newest(UUID inviter, Instant before, UUID beforeId, int limit);
}
