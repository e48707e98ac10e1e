package io.ringkey.command.referral;

import io.ringkey.api.account.AccountId;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Of whom it can be asked whether somebody brought them. */
@Component
final class BroughtPeople {

    private final JdbcClient jdbc;

    BroughtPeople(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Whether there is such a person, or was one whom somebody had brought. */
    boolean knows(AccountId person) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM command_state.account WHERE account_id = :id)
                            OR EXISTS (SELECT FROM command_state.referral WHERE account_id = :id)
                            OR EXISTS (SELECT FROM command_state.brought_before WHERE account_id = :id)
                        """).param("id", person.value()).query(Boolean.class).single();
    }
}
