package io.ringkey.command.erasure;

import io.ringkey.api.account.AccountId;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows that are of no use once a person is gone, though no feature would miss them either way. */
@Component
final class LeftOvers {

    private final JdbcClient jdbc;

    LeftOvers(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Deletes what ended sessions know of their clients, and answers that were kept for repeated calls. */
    void deleteAllOf(AccountId account) {
        jdbc.sql("DELETE FROM command_state.session WHERE account_id = ?")
                .param(account.value())
                .update();
        jdbc.sql("DELETE FROM command_state.idempotency WHERE caller = ?")
                .param(account.value())
                .update();
    }
}
