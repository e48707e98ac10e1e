package io.ringkey.query.profile;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Profiles as clients see them. */
interface ProfileAnswers extends Repository<ProfileAnswer, UUID> {

    /** Without a transaction, which would be one more round trip for a single statement. */
    @Transactional(propagation = Propagation.SUPPORTS)
    Optional<ProfileAnswer> findById(UUID accountId);
}
