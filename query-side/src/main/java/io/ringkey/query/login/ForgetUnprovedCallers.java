package io.ringkey.query.login;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets who called about numbers that nobody proved to hold. Such a number is forgotten without an event: the key of its
 * subject goes, and a replay would read nothing of them either.
 */
@Component
class ForgetUnprovedCallers {

    private static final String FORGET = """
            UPDATE read_model.login_entry e SET address = NULL, user_agent = NULL
             WHERE e.account_id IS NULL
               AND (e.address IS NOT NULL OR e.user_agent IS NOT NULL)
               AND EXISTS (
                   SELECT FROM event_store.domain_event first
                     JOIN event_store.subject_key k
                       ON k.subject = (convert_from(first.payload, 'UTF8')::jsonb ->> 'subject')::uuid
                    WHERE first.aggregate_identifier = e.stream_id
                      AND first.sequence_number = 0
                      AND k.wrapped IS NULL)
            """;

    private final JdbcClient jdbc;

    ForgetUnprovedCallers(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** How many entries had to be changed. */
    int forget() {
        return jdbc.sql(FORGET).update();
    }
}
