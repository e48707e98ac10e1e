package io.ringkey.command.account;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.command.account.Accounts.Standing;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import io.ringkey.eventstore.PersonalFields;
import io.ringkey.eventstore.ReadAhead;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Standing as rows. */
@Component
final class JdbcAccountRows implements AccountRows {

    private static final LateRows ADDED =
            LateRows.into("command_state.account").columns("account_id uuid", "subject uuid", "created_at timestamptz");

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;
    private final PersonalFields fields;
    private final ReadAhead<AccountId, Standing> ahead = new ReadAhead<>();

    JdbcAccountRows(DataSource dataSource, LateWrites lateWrites, PersonalFields fields) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
        this.fields = fields;
    }

    @Override
    public void add(AccountId account, UUID subject, Instant now) {
        lateWrites.add(ADDED, account.value(), subject, now.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void lock(AccountId account) {
        jdbc.sql("SELECT 1 FROM command_state.account WHERE account_id = ? FOR NO KEY UPDATE")
                .param(account.value())
                .query(Integer.class)
                .optional();
    }

    @Override
    public void setRole(AccountId account, Role role) {
        // Locked as other commands lock it, before the events; the row of the first administrator may be written late
        // itself.
        lock(account);
        lateWrites.add(
                "UPDATE command_state.account SET role = ? WHERE account_id = ?", role.wireName(), account.value());
    }

    @Override
    public void setBlocked(AccountId account, boolean blocked) {
        jdbc.sql("UPDATE command_state.account SET blocked = ? WHERE account_id = ?")
                .params(blocked, account.value())
                .update();
    }

    @Override
    public void delete(AccountId account) {
        jdbc.sql("DELETE FROM command_state.account WHERE account_id = ?")
                .param(account.value())
                .update();
    }

    @Override
    public Optional<Standing> find(AccountId account) {
        Optional<Standing> read = ahead.take(account);
        return read.isPresent()
                ? read
                : Optional.ofNullable(standings(List.of(account)).get(account));
    }

    @Override
    public void readAhead(Collection<AccountId> accounts) {
        if (!accounts.isEmpty()) {
            Map<AccountId, Standing> found = standings(accounts);
            fields.expect(found.values().stream().map(Standing::subject).toList());
            found.forEach(ahead::put);
        }
    }

    private Map<AccountId, Standing> standings(Collection<AccountId> accounts) {
        Map<AccountId, Standing> found = new HashMap<>();
        jdbc.sql("""
                        SELECT a.account_id, a.subject, a.role, a.blocked, i.code
                          FROM command_state.account a
                          JOIN command_state.invite_code i USING (account_id)
                         WHERE account_id = ANY (?)
                        """)
                .param(accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .query(row -> {
                    found.put(
                            new AccountId(row.getObject("account_id", UUID.class)),
                            new Standing(
                                    row.getObject("subject", UUID.class),
                                    Role.ofWireName(row.getString("role")),
                                    row.getBoolean("blocked"),
                                    new InviteCode(row.getString("code"))));
                });
        return found;
    }
}
