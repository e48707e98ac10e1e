package io.ringkey.query.people;

import io.ringkey.api.account.AccountId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which streams of the record are a person's. Safe for concurrent use. */
@Component
final class Streams {

    private static final int SESSIONS = 100;

    private final JdbcClient jdbc;

    Streams(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A person's streams.
     *
     * @param numbers of the numbers that they hold or held
     * @param sessions the newest of them
     */
    record OfPerson(UUID account, List<UUID> numbers, List<UUID> sessions) {

        List<UUID> all() {
            return Stream.of(List.of(account), numbers, sessions)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    OfPerson of(AccountId person) {
        UUID account = person.value();
        return new OfPerson(
                account,
                jdbc.sql("SELECT stream_id FROM read_model.login_stream WHERE account_id = ?")
                        .param(account)
                        .query(UUID.class)
                        .list(),
                jdbc.sql("""
                                SELECT session_id
                                  FROM read_model.login_entry
                                 WHERE account_id = ? AND what = 'verified' AND session_id IS NOT NULL
                                 ORDER BY at DESC, position DESC
                                 LIMIT ?
                                """).params(account, SESSIONS).query(UUID.class).list());
    }
}
