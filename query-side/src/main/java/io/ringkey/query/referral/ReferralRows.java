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

    @Modifying
    @Query("""
            insert into Referral (applicantId, inviterId, appliedAt)
            values (:applicant, :inviter, :appliedAt)
            on conflict do nothing
            """)
    void add(UUID applicant, UUID inviter, Instant appliedAt);

    @Modifying
    @NativeQuery("TRUNCATE read_model.referral")
    void forgetAll();

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
