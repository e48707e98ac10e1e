package io.ringkey.query.login;

import io.ringkey.api.Personal;
import io.ringkey.api.people.LoginItem;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.Columns;
import io.ringkey.query.login.LoginChanges.Entry;
import io.ringkey.query.retention.HoldsLoginDetails;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The tables {@code login_entry} and {@code login_stream}. Plain SQL: an entry is written once and never loaded to be
 * changed, and its position comes from the record itself.
 */
@Component
class LoginRows implements HoldsLoginDetails {

    private static final String ADD = """
            INSERT INTO read_model.login_entry
                   (position, account_id, stream_id, at, what, session_id, address, user_agent, detail)
            SELECT coalesce(
                       n.position,
                       (SELECT e.global_index FROM event_store.domain_event e WHERE e.event_identifier = n.event)),
                   coalesce(
                       n.account_id,
                       (SELECT s.account_id FROM read_model.login_stream s WHERE s.stream_id = n.stream_id),
                       n.tied_to),
                   n.stream_id, n.at, n.what, n.session_id, n.address, n.user_agent, n.detail
              FROM unnest(?::bigint[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[],
                          ?::uuid[], ?::text[], ?::text[], ?::text[])
                   AS n (position, event, account_id, tied_to, stream_id, at, what, session_id, address, user_agent,
                         detail)
            ON CONFLICT (position) DO NOTHING
            """;
    private static final String TIE = """
            INSERT INTO read_model.login_stream (stream_id, account_id) SELECT * FROM unnest(?::uuid[], ?::uuid[])
            ON CONFLICT DO NOTHING
            """;
    private static final String GIVE_WHAT_WAITED = """
            UPDATE read_model.login_entry e
               SET account_id = n.account_id
              FROM unnest(?::uuid[], ?::uuid[]) AS n (stream_id, account_id)
             WHERE e.stream_id = n.stream_id AND e.account_id IS NULL
            """;
    private static final String NEWEST = """
            SELECT position, at, what, session_id, detail,
                   CASE WHEN at >= ? THEN address END AS address,
                   CASE WHEN at >= ? THEN user_agent END AS user_agent
              FROM read_model.login_entry
             WHERE account_id = ?
               AND (at, position) < (?, ?)
             ORDER BY at DESC, position DESC
             LIMIT ?
            """;

    private static final String FORGET_DETAILS = """
            UPDATE read_model.login_entry
               SET address = NULL, user_agent = NULL
             WHERE position IN (
                   SELECT position FROM read_model.login_entry
                    WHERE at < ? AND (address IS NOT NULL OR user_agent IS NOT NULL)
                    LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private final JdbcTemplate jdbc;
    private final LoginDetails details;

    LoginRows(DataSource dataSource, LoginDetails details) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.details = details;
    }

    /** An entry as it stands in the table. */
    record Stored(long position, LoginItem item) {}

    /** Entries that come with their tie are added as what they become by it: to change one costs as much as to add it. */
    void write(LoginChanges changes) {
        add(changes.entries, changes.accountsOfStreams);
        tie(List.copyOf(changes.accountsOfStreams.entrySet()));
    }

    /** What a replay finds of long ago comes without what is shown no more. */
    private void add(List<Entry> entries, Map<UUID, UUID> accountsOfStreams) {
        if (!entries.isEmpty()) {
            jdbc.update(
                    ADD,
                    Columns.of(entries)
                            .numbers(entry -> entry.source().position())
                            .ids(entry -> entry.source().event())
                            .ids(Entry::account)
                            .ids(entry -> accountsOfStreams.get(entry.stream()))
                            .ids(Entry::stream)
                            .times(Entry::at)
                            .texts(Entry::what)
                            .ids(Entry::session)
                            .texts(entry -> shown(entry, entry.address()))
                            .texts(entry -> shown(entry, entry.userAgent()))
                            .texts(Entry::detail)
                            .parameters());
        }
    }

    private @Nullable String shown(Entry entry, @Nullable Personal detail) {
        return details.areShownOf(entry.at()) ? Personal.valueOf(detail) : null;
    }

    private void tie(List<Map.Entry<UUID, UUID>> accountsOfStreams) {
        if (!accountsOfStreams.isEmpty()) {
            Object[] columns = Columns.of(accountsOfStreams)
                    .ids(Map.Entry::getKey)
                    .ids(Map.Entry::getValue)
                    .parameters();
            jdbc.update(TIE, columns);
            jdbc.update(GIVE_WHAT_WAITED, columns);
        }
    }

    /** Of an erased person the times remain. */
    void erase(UUID account) {
        jdbc.update("DELETE FROM read_model.login_stream WHERE account_id = ?", account);
        jdbc.update(
                "UPDATE read_model.login_entry SET address = NULL, user_agent = NULL WHERE account_id = ?", account);
    }

    /** Whether there is such a person to ask about. */
    boolean knows(UUID account) {
        return !jdbc.queryForList("SELECT 1 FROM read_model.login_stream WHERE account_id = ? LIMIT 1", account)
                .isEmpty();
    }

    List<Stored> newest(UUID account, Instant before, long beforePosition, int limit) {
        OffsetDateTime shownSince = details.shownSince().atOffset(ZoneOffset.UTC);
        return jdbc.query(
                NEWEST,
                (row, number) -> read(row),
                shownSince,
                shownSince,
                account,
                before.atOffset(ZoneOffset.UTC),
                beforePosition,
                limit);
    }

    @Override
    public int forgetDetails(Instant before, int most) {
        return jdbc.update(FORGET_DETAILS, before.atOffset(ZoneOffset.UTC), most);
    }

    private static Stored read(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("position"),
                new LoginItem(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("what"),
                        row.getObject("session_id", UUID.class),
                        row.getString("address"),
                        row.getString("user_agent"),
                        row.getString("detail")));
    }
}
