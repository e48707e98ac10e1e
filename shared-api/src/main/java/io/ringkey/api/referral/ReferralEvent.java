package io.ringkey.api.referral;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;

/** What happens in the chain of invitations; kept on the stream of the person who was brought. */
public sealed interface ReferralEvent extends DomainEvent {

    /** The person who was brought. */
    UUID account();

    /**
     * A person applied another's invite code.
     *
     * @param inviter whose code it is
     */
    @StoredName("referral.invite-applied")
    record InviteApplied(UUID account, UUID inviter, String inviteCode, Instant appliedAt) implements ReferralEvent {}

    /**
     * What a person did with another's invite code counts no more. The person applies no other.
     *
     * @param inviter by whom the person was brought
     * @param by the admin who revoked it
     */
    @StoredName("referral.revoked")
    record ReferralRevoked(UUID account, UUID inviter, RevocationReason reason, UUID by, Instant revokedAt)
            implements ReferralEvent {}
}
