package io.ringkey.query.referral;

import io.ringkey.api.WireNames;
import io.ringkey.query.referral.Suspicions.Brought;
import io.ringkey.query.referral.Suspicions.Finding;
import io.ringkey.query.referral.Suspicions.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Questions about referrals: what was found, and what became of it. */
@Component
class QuestionRows {

    /** Somebody said it was all right; it is asked again when it is about so many more, by half of them and five. */
    private static final String PENDING = """
            standing >= CASE kind %s END
            AND (dismissed_people IS NULL
                 OR people >= dismissed_people + greatest(5, (dismissed_people + 1) / 2))
            """.formatted(Arrays.stream(Kind.values())
            .map(kind -> "WHEN '%s' THEN %d".formatted(WireNames.of(kind), kind.smallest()))
            .collect(Collectors.joining(" ")));

    private static final String QUESTIONS = """
            SELECT *, %s AS pending
              FROM (SELECT q.*, d.people AS dismissed_people, d.reason AS dismissed_because, d.dismissed_by,
                           d.dismissed_at,
                           (SELECT count(*)
                              FROM read_model.questioned_person p
                              JOIN read_model.referral r ON r.applicant_id = p.account_id
                             WHERE p.question_id = q.question_id) AS standing,
                           (SELECT count(*)
                              FROM read_model.questioned_person p
                              JOIN read_model.revoked_referral r ON r.applicant_id = p.account_id
                             WHERE p.question_id = q.question_id) AS revoked
                      FROM read_model.referral_question q
                      LEFT JOIN read_model.dismissed_question d USING (question_id)) question
            """.formatted(PENDING);
    private static final String PEOPLE = """
            SELECT p.account_id, p.place, p.client, p.idle, a.masked_phone, a.city, a.referrals_total, a.blocked,
                   a.erased, coalesce(r.inviter_id, v.inviter_id) AS inviter_id,
                   coalesce(r.applied_at, v.applied_at) AS applied_at, v.revoked_at
              FROM read_model.questioned_person p
              JOIN read_model.profile a USING (account_id)
              LEFT JOIN read_model.referral r ON r.applicant_id = p.account_id
              LEFT JOIN read_model.revoked_referral v ON v.applicant_id = p.account_id
             WHERE p.question_id = ?
               AND (coalesce(r.applied_at, v.applied_at), p.account_id) > (?, ?)
             ORDER BY coalesce(r.applied_at, v.applied_at), p.account_id
             LIMIT ?
            """;

    private final JdbcClient jdbc;

    QuestionRows(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A question.
     *
     * @param kind {@code ring}, {@code burst} or {@code same-device}
     * @param inviterId who brought the first of them
     * @param people how many it is about
     * @param standing of how many the referral stands
     * @param revoked of how many it was revoked
     * @param places from how many addresses they signed up
     * @param clients with how many clients
     * @param idle how many were never used again
     * @param since when the first of them was brought
     * @param newestAt when the last of them was
     * @param raisedAt when it was asked first
     * @param pending whether it waits for an answer
     * @param dismissed what was said if somebody said that it is all right
     */
    record Question(
            UUID id,
            String kind,
            UUID inviterId,
            int people,
            int standing,
            int revoked,
            int places,
            int clients,
            int idle,
            Instant since,
            Instant newestAt,
            Instant raisedAt,
            boolean pending,
            @Nullable Dismissed dismissed) {}

    /** @param people how many it was about then */
    record Dismissed(String reason, int people, UUID by, Instant at) {}

    /**
     * One of the people that a question is about.
     *
     * @param phone masked; {@code null} once the person is erased
     * @param place which of the question's addresses they signed up from, as a number; {@code null} if it is not known
     * @param client which of its clients they did it with
     * @param idle whether they were never used again
     * @param revokedAt {@code null} while the referral stands
     */
    record Questioned(
            UUID userId,
            @Nullable String phone,
            @Nullable String city,
            UUID inviterId,
            Instant appliedAt,
            long referralsTotal,
            @Nullable Integer place,
            @Nullable Integer client,
            boolean idle,
            boolean blocked,
            boolean erased,
            @Nullable Instant revokedAt) {}

    /** Questions that wait for an answer, or that have one; the newest first, before a moment and an id. */
    List<Question> questions(boolean pending, Instant before, UUID beforeId, int limit) {
        return jdbc.sql(QUESTIONS + """
                         WHERE (%s) = ? AND (raised_at, question_id) < (?, ?)
                         ORDER BY raised_at DESC, question_id DESC
                         LIMIT ?
                        """.formatted(PENDING))
                .params(pending, before.atOffset(ZoneOffset.UTC), beforeId, limit)
                .query(QuestionRows::question)
                .list();
    }

    Optional<Question> find(UUID question) {
        return jdbc.sql(QUESTIONS + " WHERE question_id = ?")
                .param(question)
                .query(QuestionRows::question)
                .optional();
    }

    /** Those whom a question is about, the first first, after a moment and an id. */
    List<Questioned> people(UUID question, Instant after, UUID afterId, int limit) {
        return jdbc.sql(PEOPLE)
                .params(question, after.atOffset(ZoneOffset.UTC), afterId, limit)
                .query((row, number) -> new Questioned(
                        row.getObject("account_id", UUID.class),
                        row.getString("masked_phone"),
                        row.getString("city"),
                        row.getObject("inviter_id", UUID.class),
                        instant(row, "applied_at"),
                        row.getLong("referrals_total"),
                        row.getObject("place", Integer.class),
                        row.getObject("client", Integer.class),
                        row.getBoolean("idle"),
                        row.getBoolean("blocked"),
                        row.getBoolean("erased"),
                        instantOrNull(row, "revoked_at")))
                .list();
    }

    /** The questions that wait for an answer and are about somebody. */
    List<UUID> about(UUID account) {
        return jdbc.sql("SELECT question_id FROM (" + QUESTIONS + """
                        ) question
                         WHERE pending AND question_id IN (
                               SELECT question_id FROM read_model.questioned_person WHERE account_id = ?)
                        """)
                .param(account)
                .query(UUID.class)
                .list();
    }

    /**
     * Keeps what was found: as the question that it was before, if that was about half of these people, or as a new one.
     * Whom a question was about it stays about.
     */
    void keep(Finding finding, Instant now) {
        String kind = WireNames.of(finding.kind());
        String people = finding.people().stream()
                .map(one -> one.applicant().toString())
                .collect(Collectors.joining(",", "{", "}"));
        UUID question = jdbc.sql("""
                        SELECT q.question_id
                          FROM read_model.referral_question q JOIN read_model.questioned_person p USING (question_id)
                         WHERE q.kind = ? AND p.account_id = ANY (CAST(? AS uuid[]))
                         GROUP BY q.question_id, q.raised_at
                        HAVING count(*) * 2 >= ?
                         ORDER BY q.raised_at, q.question_id
                         LIMIT 1
                        """)
                .params(kind, people, finding.people().size())
                .query(UUID.class)
                .optional()
                .orElseGet(() -> idOf(kind, finding.people().getFirst()));
        jdbc.sql("""
                        INSERT INTO read_model.referral_question
                               (question_id, kind, inviter_id, people, places, clients, idle, since, newest_at, raised_at)
                        VALUES (?, ?, ?, 0, ?, ?, 0, ?, ?, ?)
                        ON CONFLICT (question_id) DO UPDATE
                           SET places = greatest(referral_question.places, excluded.places),
                               clients = greatest(referral_question.clients, excluded.clients),
                               since = least(referral_question.since, excluded.since),
                               newest_at = greatest(referral_question.newest_at, excluded.newest_at)
                        """)
                .params(
                        question,
                        kind,
                        finding.inviter(),
                        finding.evidence().placesInAll(),
                        finding.evidence().clientsInAll(),
                        finding.people().getFirst().at().atOffset(ZoneOffset.UTC),
                        finding.people().getLast().at().atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .update();
        finding.people().forEach(one -> keep(question, one.applicant(), finding));
        jdbc.sql("""
                        UPDATE read_model.referral_question q SET people = c.people, idle = c.idle
                          FROM (SELECT count(*) AS people, count(*) FILTER (WHERE idle) AS idle
                                  FROM read_model.questioned_person WHERE question_id = ?) c
                         WHERE q.question_id = ?
                        """).params(question, question).update();
    }

    private void keep(UUID question, UUID account, Finding finding) {
        jdbc.sql("""
                        INSERT INTO read_model.questioned_person AS p (question_id, account_id, place, client, idle)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (question_id, account_id) DO UPDATE SET idle = excluded.idle
                         WHERE p.idle <> excluded.idle
                        """)
                .params(question, account)
                .param(finding.evidence().places().get(account))
                .param(finding.evidence().clients().get(account))
                .param(finding.evidence().idle().contains(account))
                .update();
    }

    /** The same for the same beginning, so that an answer that is on record finds its question again. */
    private static UUID idOf(String kind, Brought first) {
        return UUID.nameUUIDFromBytes((kind + ' ' + first.applicant()).getBytes(StandardCharsets.UTF_8));
    }

    private static Question question(ResultSet row, int number) throws SQLException {
        Instant dismissedAt = instantOrNull(row, "dismissed_at");
        return new Question(
                row.getObject("question_id", UUID.class),
                row.getString("kind"),
                row.getObject("inviter_id", UUID.class),
                row.getInt("people"),
                row.getInt("standing"),
                row.getInt("revoked"),
                row.getInt("places"),
                row.getInt("clients"),
                row.getInt("idle"),
                instant(row, "since"),
                instant(row, "newest_at"),
                instant(row, "raised_at"),
                row.getBoolean("pending"),
                dismissedAt == null
                        ? null
                        : new Dismissed(
                                row.getString("dismissed_because"),
                                row.getInt("dismissed_people"),
                                row.getObject("dismissed_by", UUID.class),
                                dismissedAt));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
