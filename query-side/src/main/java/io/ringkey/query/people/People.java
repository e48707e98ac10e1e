package io.ringkey.query.people;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/** Pages of people, newest first: before a moment and, at that very moment, before an id. */
interface People extends Repository<Person, UUID> {

    @NativeQuery("""
            SELECT p.*
              FROM read_model.profile p
             WHERE NOT p.erased
               AND (p.created_at, p.account_id) < (:before, :beforeId)
             ORDER BY p.created_at DESC, p.account_id DESC
             LIMIT :limit
            """)
    List<Person> newest(Instant before, UUID beforeId, int limit);

    /**
     * Of all people, those of whom one of these is true. A branch each, so that each takes its own index.
     *
     * @param prefix a pattern for LIKE
     */
    @NativeQuery("""
            SELECT p.*
              FROM read_model.profile p
             WHERE p.account_id IN (
                       SELECT account_id FROM read_model.profile WHERE account_id = CAST(:id AS uuid)
                       UNION ALL
                       SELECT account_id FROM read_model.profile WHERE invite_code = CAST(:inviteCode AS text)
                       UNION ALL
                       SELECT account_id FROM read_model.profile WHERE phone = CAST(:phone AS text)
                       UNION ALL
                       SELECT account_id FROM read_model.profile WHERE folded_email LIKE CAST(:prefix AS text)
                       UNION ALL
                       SELECT account_id FROM read_model.profile WHERE folded_city LIKE CAST(:prefix AS text))
               AND NOT p.erased
               AND (p.created_at, p.account_id) < (:before, :beforeId)
             ORDER BY p.created_at DESC, p.account_id DESC
             LIMIT :limit
            """)
    List<Person> matching(
            @Nullable UUID id,
            @Nullable String inviteCode,
            @Nullable String phone,
            String prefix,
            Instant before,
            UUID beforeId,
            int limit);
}
