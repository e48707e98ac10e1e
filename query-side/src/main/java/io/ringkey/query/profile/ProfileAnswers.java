package io.ringkey.query.profile;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** Profiles as clients see them. */
interface ProfileAnswers extends Repository<ProfileAnswer, UUID> {

    Optional<ProfileAnswer> findByAccountId(UUID accountId);
}
