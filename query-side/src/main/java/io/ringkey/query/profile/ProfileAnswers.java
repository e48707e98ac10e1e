package io.ringkey.query.profile;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Profiles as clients see them. */
interface ProfileAnswers extends Repository<ProfileAnswer, UUID> {

    /**
     * Those that there are. By an array, so that it is one statement for any number of them; and in no transaction: not in one of
     * its own, which would be a round trip more, nor in the caller's, who reads for others, too.
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    @NativeQuery("SELECT * FROM read_model.profile_answer WHERE account_id = ANY (?1)")
    List<ProfileAnswer> findAll(UUID[] accounts);
}
