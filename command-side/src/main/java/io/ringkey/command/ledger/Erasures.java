package io.ringkey.command.ledger;

import io.ringkey.api.account.AccountId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database says of people who were erased. */
final class Erasures {

    private static final int AT_ONCE = 10_000;

    private final JdbcClient jdbc;

    Erasures(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Everybody who was erased, and when, in the order of the record. */
    Map<AccountId, Instant> onRecord() {
        var erased = new LinkedHashMap<AccountId, Instant>();
        jdbc.sql("SELECT aggregate_identifier, time_stamp FROM event_store.domain_event"
                        + " WHERE payload_type = 'account.erased' ORDER BY global_index")
                .query(row -> {
                    erased.putIfAbsent(
                            new AccountId(row.getObject(1, UUID.class)),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                });
        return erased;
    }

    /** Those of these who are here. */
    List<AccountId> here(Collection<AccountId> accounts) {
        UUID[] ids = accounts.stream().map(AccountId::value).toArray(UUID[]::new);
        var here = new ArrayList<AccountId>();
        for (int from = 0; from < ids.length; from += AT_ONCE) {
            UUID[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + AT_ONCE));
            here.addAll(jdbc.sql("SELECT account_id FROM command_state.account WHERE account_id = ANY (:ids)")
                    .param("ids", some)
                    .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
                    .list());
        }
        return here;
    }
}
