package io.ringkey.query.login;

import io.ringkey.api.Personal;
import io.ringkey.api.people.LoginItem;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.retention.HoldsLoginDetails;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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

    // The tracking token is no good as the position: filling a gap, it names the last event and not this one.
    private static final String ADD = """
            INSERT INTO read_model.login_entry
                   (position, account_id, stream_id, at, what, session_id, address, user_agent, detail)
            SELECT e.global_index,
                   coalesce(
                       CAST(? AS uuid),
                       (SELECT s.account_id FROM read_model.login_stream s WHERE s.stream_id = about.stream)),
                   about.stream,
                   CAST(? AS timestamptz),
                   CAST(? AS text),
                   CAST(? AS uuid),
                   CAST(? AS text),
                   CAST(? AS text),
                   CAST(? AS text)
              FROM event_store.domain_event e,
                   LATERAL (SELECT coalesce(CAST(? AS uuid), e.aggregate_identifier) AS stream) about
             WHERE e.event_identifier = ?
            ON CONFLICT (position) DO NOTHING
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

    /**
     * What is to be written of an event.
     *
     * @param account whose it is, or {@code null} to take whoever holds the stream, if that is known
     * @param stream the number's stream that it is about, or {@code null} for the event's own
     */
    record Entry(
            @Nullable UUID account,
            Instant at,
            String what,
            @Nullable UUID session,
            @Nullable Personal address,
            @Nullable Personal userAgent,
            @Nullable String detail,
            @Nullable UUID stream) {

        Entry(
                @Nullable UUID account,
                Instant at,
                String what,
                @Nullable UUID session,
                @Nullable Personal address,
                @Nullable Personal userAgent,
                @Nullable String detail) {
            this(account, at, what, session, address, userAgent, detail, null);
        }

        /** Of a number's stream, with nothing known of the caller. */
        static Entry of(Instant at, String what, @Nullable String detail) {
            return new Entry(null, at, what, null, null, null, detail);
        }
    }

    /** An entry as it stands in the table. */
    record Stored(long position, LoginItem item) {}

    /** What a replay finds of long ago comes without what is shown no more. */
    void add(UUID event, Entry entry) {
        boolean withDetails = details.areShownOf(entry.at());
        jdbc.update(
                ADD,
                entry.account(),
                entry.at().atOffset(ZoneOffset.UTC),
                entry.what(),
                entry.session(),
                withDetails ? Personal.valueOf(entry.address()) : null,
                withDetails ? Personal.valueOf(entry.userAgent()) : null,
                entry.detail(),
                entry.stream(),
                event);
    }

    /** From now on, and for what stands there already, the stream's entries are this person's. */
    void tie(UUID stream, UUID account) {
        jdbc.update(
                "INSERT INTO read_model.login_stream (stream_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                stream,
                account);
        jdbc.update(
                "UPDATE read_model.login_entry SET account_id = ? WHERE stream_id = ? AND account_id IS NULL",
                account,
                stream);
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
