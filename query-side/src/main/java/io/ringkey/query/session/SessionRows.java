package io.ringkey.query.session;

import io.ringkey.api.Personal;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.Columns;
import io.ringkey.query.MissingRow;
import io.ringkey.query.retention.HoldsLoginDetails;
import io.ringkey.query.session.SessionChanges.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code session} and {@code session_holder}. Whether a session lives and when it was last used is state and
 * not on record: the write side shows it, as it does at every call. So a list is never behind, but for where a session
 * that was opened a moment ago is.
 */
@Component
class SessionRows implements HoldsLoginDetails {

    private static final String LIVE = """
            SELECT a.session_id, a.signed_in_at, a.expires_at, a.last_used_at, s.address, s.user_agent,
                   a.browser_hash IS NOT NULL AS in_a_browser
              FROM command_state.session_access a
              LEFT JOIN read_model.session s USING (session_id)
             WHERE a.account_id = ?
               AND NOT a.ended
               AND a.expires_at > ?
               AND (a.signed_in_at, a.session_id) < (?, ?)
             ORDER BY a.signed_in_at DESC, a.session_id DESC
             LIMIT ?
            """;
    private static final String KNOWN = """
            SELECT EXISTS (SELECT 1 FROM read_model.session_holder WHERE account_id = ?)
                OR EXISTS (SELECT 1 FROM command_state.session_access WHERE account_id = ?)
            """;

    private static final String LIVES = """
            EXISTS (SELECT 1 FROM command_state.session_access a
                     WHERE a.session_id = s.session_id AND NOT a.ended AND a.expires_at > ?)
            """;
    private static final String FORGET_DETAILS = """
            UPDATE read_model.session
               SET address = NULL, user_agent = NULL
             WHERE session_id IN (
                   SELECT s.session_id FROM read_model.session s
                    WHERE s.seen_at < ? AND (s.address IS NOT NULL OR s.user_agent IS NOT NULL) AND NOT %s
                    LIMIT ? FOR UPDATE SKIP LOCKED)
            """.formatted(LIVES);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final LoginDetails details;

    SessionRows(DataSource dataSource, Clock clock, LoginDetails details) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
        this.details = details;
    }

    /** @throws MissingRow for a session that was seen elsewhere and never opened */
    void write(SessionChanges changes) {
        register(changes.registered);
        open(withDetailsThatAreShown(changes.opened.values()));
        move(withDetailsThatAreShown(changes.moved.values()));
        delete(changes.ended);
    }

    private void register(Collection<UUID> accounts) {
        if (!accounts.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO read_model.session_holder (account_id) SELECT unnest(?::uuid[])
                            ON CONFLICT DO NOTHING
                            """).param(accounts.toArray(UUID[]::new)).update();
        }
    }

    private void open(List<Place> places) {
        if (!places.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO read_model.session (session_id, account_id, seen_at, address, user_agent)
                            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::text[])
                            ON CONFLICT DO NOTHING
                            """).params(columns(places)).update();
        }
    }

    private void move(List<Place> places) {
        if (places.isEmpty()) {
            return;
        }
        Set<UUID> moved =
                jdbc.sql("""
                        UPDATE read_model.session s
                           SET seen_at = n.seen_at, address = n.address, user_agent = n.user_agent
                          FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::text[])
                               AS n (session_id, account_id, seen_at, address, user_agent)
                         WHERE s.session_id = n.session_id
                        RETURNING s.session_id
                        """).params(columns(places)).query(UUID.class).set();
        for (Place place : places) {
            if (!moved.contains(place.session())) {
                throw new MissingRow("session", place.session());
            }
        }
    }

    private void delete(Collection<UUID> sessions) {
        if (!sessions.isEmpty()) {
            jdbc.sql("DELETE FROM read_model.session WHERE session_id = ANY (?)")
                    .param(sessions.toArray(UUID[]::new))
                    .update();
        }
    }

    private static Object[] columns(List<Place> places) {
        return Columns.of(places)
                .ids(Place::session)
                .ids(Place::account)
                .times(Place::seenAt)
                .texts(place -> Personal.valueOf(place.address()))
                .texts(place -> Personal.valueOf(place.userAgent()))
                .parameters();
    }

    /** Of a session that lives they are shown, however old. */
    private List<Place> withDetailsThatAreShown(Collection<Place> places) {
        UUID[] old = places.stream()
                .filter(place -> !details.areShownOf(place.seenAt()))
                .map(Place::session)
                .toArray(UUID[]::new);
        if (old.length == 0) {
            return List.copyOf(places);
        }
        Set<UUID> living = jdbc.sql("SELECT session_id FROM unnest(?::uuid[]) s (session_id) WHERE " + LIVES)
                .params(old, utc(clock.instant()))
                .query(UUID.class)
                .set();
        return places.stream()
                .map(place -> details.areShownOf(place.seenAt()) || living.contains(place.session())
                        ? place
                        : new Place(place.session(), place.account(), place.seenAt(), null, null))
                .toList();
    }

    @Override
    public int forgetDetails(Instant before, int most) {
        return jdbc.sql(FORGET_DETAILS)
                .params(utc(before), utc(clock.instant()), most)
                .update();
    }

    void erase(UUID account) {
        jdbc.sql("DELETE FROM read_model.session WHERE account_id = ?")
                .param(account)
                .update();
        jdbc.sql("DELETE FROM read_model.session_holder WHERE account_id = ?")
                .param(account)
                .update();
    }

    /** Whether there is such a person to ask about. */
    boolean knows(AccountId account) {
        return jdbc.sql(KNOWN)
                .params(account.value(), account.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * The newest live ones before a moment; of those of that very moment, the ones whose id sorts before another's.
     *
     * @param asking the session to mark as the current one
     */
    List<SessionItem> live(AccountId account, SessionId asking, Instant before, UUID beforeId, int limit) {
        return jdbc.sql(LIVE)
                .params(account.value(), utc(clock.instant()), utc(before), beforeId, limit)
                .query((row, number) -> item(row, asking))
                .list();
    }

    private static SessionItem item(ResultSet row, SessionId asking) throws SQLException {
        UUID id = row.getObject("session_id", UUID.class);
        return new SessionItem(
                id,
                instant(row, "signed_in_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                row.getString("address"),
                row.getString("user_agent"),
                WireNames.of(row.getBoolean("in_a_browser") ? Way.BROWSER_SESSION : Way.TOKEN_PAIR),
                asking.value().equals(id));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
