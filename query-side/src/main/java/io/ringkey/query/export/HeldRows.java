package io.ringkey.query.export;

import io.ringkey.api.WireNames;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.export.Held.Device;
import io.ringkey.query.export.Held.Look;
import io.ringkey.query.export.Held.Number;
import io.ringkey.query.export.Held.Picture;
import io.ringkey.query.export.Held.Profile;
import io.ringkey.query.export.Held.Question;
import io.ringkey.query.export.Held.RevokedReferral;
import io.ringkey.query.export.Held.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads what both sides hold of a person, where no feature answers it already. Thread-safe. */
@Component
class HeldRows {

    private static final String PERSON = """
            SELECT p.account_id, p.phone, p.email, p.city, p.telegram_id, p.role, p.blocked, p.invite_code,
                   p.referral_code, p.referrals_total, p.created_at, r.inviter_id,
                   EXISTS (SELECT 1 FROM command_state.brought_before b WHERE b.account_id = p.account_id)
                       AS brought_before
              FROM read_model.profile p
              LEFT JOIN read_model.referral r ON r.applicant_id = p.account_id
             WHERE p.account_id = ? AND NOT p.erased
            """;
    private static final String SESSIONS = """
            SELECT a.session_id, a.signed_in_at, a.expires_at, a.last_used_at, a.confirmed, h.ended_at,
                   a.browser_hash IS NOT NULL AS in_a_browser,
                   CASE WHEN shown.it THEN s.address END AS address,
                   CASE WHEN shown.it THEN s.user_agent END AS user_agent
              FROM command_state.session_access a
              JOIN command_state.held_session h USING (session_id)
              LEFT JOIN read_model.session s USING (session_id)
              CROSS JOIN LATERAL (SELECT NOT a.ended AND a.expires_at > ? OR s.seen_at >= ? AS it) shown
             WHERE a.account_id = ?
               AND (a.signed_in_at, a.session_id) < (?, ?)
             ORDER BY a.signed_in_at DESC, a.session_id DESC
             LIMIT ?
            """;
    private static final String STREAMS = """
            SELECT CAST(? AS uuid)
             UNION SELECT session_id FROM read_model.login_entry WHERE account_id = ? AND session_id IS NOT NULL
             UNION SELECT session_id FROM command_state.session_access WHERE account_id = ?
            """;

    /** A look may name the person, one of their streams, or the place of an event in one of these. */
    private static final String LOOKS = """
            WITH stream (id) AS (
                %s UNION SELECT stream_id FROM read_model.login_stream WHERE account_id = ?),
            theirs (about) AS (
                SELECT id::text FROM stream
                 UNION
                SELECT e.global_index::text
                  FROM event_store.domain_event e JOIN stream s ON e.aggregate_identifier = s.id)
            SELECT e.global_index, look ->> 'looked_at' AS looked_at, look ->> 'what' AS what, (look ->> 'by')::uuid AS looker,
                   (SELECT lower(convert_from(r.payload, 'UTF8')::jsonb ->> 'role')
                      FROM event_store.domain_event r
                     WHERE r.aggregate_identifier = (look ->> 'by')::uuid
                       AND r.payload_type = 'account.role-changed'
                       AND r.time_stamp <= (look ->> 'looked_at')::timestamptz
                     ORDER BY r.sequence_number DESC
                     LIMIT 1) AS role
              FROM event_store.domain_event e
              CROSS JOIN LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS look) l
             WHERE e.payload_type = 'inspection.looked'
               AND event_store.about(e.payload) IN (SELECT about FROM theirs)
               AND e.global_index > ? AND e.global_index <= ?
             ORDER BY e.global_index
             LIMIT ?
            """.formatted(STREAMS.strip());

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;
    private final LoginDetails details;
    private final InstantSource clock;

    HeldRows(DataSource dataSource, PlatformTransactionManager transactions, LoginDetails details, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.details = details;
        this.clock = clock;
    }

    /** All of one moment; nothing when there is no such person, or no more. */
    Optional<Held> find(UUID account) {
        return snapshot.execute(transaction -> jdbc.sql(PERSON)
                .param(account)
                .query((row, number) -> person(account, row))
                .optional());
    }

    /** Whether there is such a person still. */
    boolean isHere(UUID account) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM read_model.profile WHERE account_id = ? AND NOT erased)")
                .param(account)
                .query(Boolean.class)
                .single();
    }

    /** The newest before a moment; of those of that very moment, the ones whose id sorts before another's. */
    List<Session> sessions(UUID account, Instant before, UUID beforeId, int limit) {
        return jdbc.sql(SESSIONS)
                .params(utc(clock.instant()), utc(details.shownSince()), account, utc(before), beforeId, limit)
                .query((row, number) -> session(row))
                .list();
    }

    /** The streams of the numbers that the person holds or has held. */
    List<UUID> numberStreams(UUID account) {
        return jdbc.sql("SELECT stream_id FROM read_model.login_stream WHERE account_id = ? ORDER BY stream_id")
                .param(account)
                .query(UUID.class)
                .list();
    }

    /** The streams of the account and of all its sessions, also those that are known from the history alone. */
    List<UUID> otherStreams(UUID account) {
        return jdbc.sql(STREAMS)
                .params(account, account, account)
                .query(UUID.class)
                .list();
    }

    /**
     * The next looks of staff at the person, oldest first.
     *
     * @param after the place in the record of the last one seen, 0 for none
     * @param until only what has this place in the record, or an earlier one
     */
    List<Look> looks(UUID account, long after, long until, int limit) {
        return jdbc.sql(LOOKS)
                .params(account, account, account, account, after, until, limit)
                .query((row, number) -> new Look(
                        row.getLong("global_index"),
                        Instant.parse(row.getString("looked_at")),
                        row.getString("what"),
                        row.getObject("looker", UUID.class),
                        row.getString("role")))
                .list();
    }

    private Held person(UUID account, ResultSet row) throws SQLException {
        return new Held(
                new Profile(
                        account,
                        row.getString("phone"),
                        row.getString("email"),
                        row.getString("city"),
                        row.getString("telegram_id"),
                        row.getLong("referrals_total"),
                        instant(row, "created_at")),
                picture(account),
                row.getString("role"),
                row.getBoolean("blocked"),
                row.getString("invite_code"),
                row.getString("referral_code"),
                row.getObject("inviter_id", UUID.class),
                row.getBoolean("brought_before"),
                revokedReferral(account),
                questions(account),
                numbers(account),
                devices(account),
                wrongInvites(account));
    }

    private @Nullable Picture picture(UUID account) {
        return jdbc.sql("SELECT media_type, picture FROM command_state.avatar WHERE account_id = ? AND current")
                .param(account)
                .query((row, number) -> new Picture(row.getString("media_type"), row.getBytes("picture")))
                .optional()
                .orElse(null);
    }

    private @Nullable RevokedReferral revokedReferral(UUID account) {
        return jdbc.sql("SELECT * FROM read_model.revoked_referral WHERE applicant_id = ?")
                .param(account)
                .query((row, number) -> new RevokedReferral(
                        row.getObject("inviter_id", UUID.class),
                        instant(row, "applied_at"),
                        instant(row, "revoked_at"),
                        row.getString("reason")))
                .optional()
                .orElse(null);
    }

    private List<Question> questions(UUID account) {
        return jdbc.sql("""
                        SELECT q.kind, q.raised_at, p.idle, d.reason
                          FROM read_model.questioned_person p
                          JOIN read_model.referral_question q USING (question_id)
                          LEFT JOIN read_model.dismissed_question d USING (question_id)
                         WHERE p.account_id = ?
                         ORDER BY q.raised_at DESC
                        """)
                .param(account)
                .query((row, number) -> new Question(
                        row.getString("kind"),
                        instant(row, "raised_at"),
                        row.getBoolean("idle"),
                        row.getString("reason")))
                .list();
    }

    private List<Number> numbers(UUID account) {
        return jdbc.sql("""
                        SELECT created_at, last_seen_at, wrong_codes, last_wrong_at
                          FROM command_state.held_number WHERE account_id = ?
                        """)
                .param(account)
                .query((row, number) -> new Number(
                        instant(row, "created_at"),
                        instant(row, "last_seen_at"),
                        row.getInt("wrong_codes"),
                        instantOrNull(row, "last_wrong_at")))
                .list();
    }

    private List<Device> devices(UUID account) {
        return jdbc.sql("SELECT made_at FROM command_state.held_device WHERE account_id = ? ORDER BY made_at DESC")
                .param(account)
                .query((row, number) -> new Device(instant(row, "made_at")))
                .list();
    }

    private List<Instant> wrongInvites(UUID account) {
        return jdbc.sql("""
                        SELECT tried_at FROM command_state.held_wrong_invite WHERE account_id = ?
                         ORDER BY tried_at DESC
                        """)
                .param(account)
                .query((row, number) -> instant(row, "tried_at"))
                .list();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject("session_id", UUID.class),
                instant(row, "signed_in_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                instantOrNull(row, "ended_at"),
                row.getBoolean("confirmed"),
                WireNames.of(row.getBoolean("in_a_browser") ? Way.BROWSER_SESSION : Way.TOKEN_PAIR),
                row.getString("address"),
                row.getString("user_agent"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
