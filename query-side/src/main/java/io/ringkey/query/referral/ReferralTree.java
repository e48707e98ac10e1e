package io.ringkey.query.referral;

import io.ringkey.api.people.ReferralTreeItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who brought whom, up and down, in steps that stay short however large the tree is. The joins are lateral, with
 * {@code OFFSET 0} where PostgreSQL could take them for others: one that it hashes reads the whole table for each level.
 */
@Component
class ReferralTree {

    /** As far as {@link #below} goes. */
    static final int MOST = 5_000;

    /** As far as {@link #countBelow} goes. */
    static final int MOST_COUNTED = 3_000;

    /** As far up as {@link #above} goes. */
    static final int MOST_STEPS_UP = 1_000;

    /** Of those whom one person brought, {@link #largest} looks at so many, the newest. */
    static final int MOST_CHILDREN = 5_000;

    private static final int PARENTS_AT_ONCE = 500;

    private static final String CHILDREN = """
            SELECT r.applicant_id, r.inviter_id, r.applied_at
              FROM unnest(CAST(? AS uuid[])) WITH ORDINALITY AS p (id, place)
              CROSS JOIN LATERAL (
                   SELECT * FROM read_model.referral r
                    WHERE r.inviter_id = p.id
                    ORDER BY r.applied_at DESC, r.applicant_id DESC
                    LIMIT ?) r
             ORDER BY p.place, r.applied_at DESC, r.applicant_id DESC
             LIMIT ?
            """;
    private static final String PEOPLE = """
            SELECT account_id, masked_phone, city, referrals_total, blocked, erased
              FROM read_model.profile WHERE account_id = ANY (CAST(? AS uuid[]))
            """;
    private static final String COUNT_BELOW = """
            WITH RECURSIVE below (id) AS (
                SELECT applicant_id FROM read_model.referral WHERE inviter_id = ?
                 UNION ALL
                SELECT c.applicant_id
                  FROM below b
                  CROSS JOIN LATERAL (
                       SELECT applicant_id FROM read_model.referral r WHERE r.inviter_id = b.id OFFSET 0) c)
            SELECT count(*) FROM (SELECT 1 FROM below LIMIT ?) counted
            """;
    private static final String ABOVE = """
            WITH RECURSIVE above (id, steps) AS (
                SELECT inviter_id, 1 FROM read_model.referral WHERE applicant_id = ?
                 UNION ALL
                SELECT u.inviter_id, a.steps + 1
                  FROM above a
                  CROSS JOIN LATERAL (
                       SELECT inviter_id FROM read_model.referral r WHERE r.applicant_id = a.id OFFSET 0) u
                 WHERE a.steps < ?)
            SELECT id FROM above ORDER BY steps
            """;
    private static final String LARGEST = """
            SELECT r.applicant_id, r.applied_at, a.masked_phone, a.city, a.referrals_total, a.blocked, a.erased
              FROM (SELECT applicant_id, applied_at FROM read_model.referral
                     WHERE inviter_id = ?
                     ORDER BY applied_at DESC, applicant_id DESC
                     LIMIT ?) r
              JOIN read_model.profile a ON a.account_id = r.applicant_id
             ORDER BY a.referrals_total DESC, r.applied_at DESC, r.applicant_id DESC
             OFFSET ? LIMIT ?
            """;

    private final JdbcClient jdbc;

    ReferralTree(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * A person of the tree.
     *
     * @param phone masked; {@code null} once the person is erased
     * @param appliedAt when they were brought; {@code null} where that is not asked for
     * @param erased whether they have left
     */
    record Person(
            UUID userId,
            @Nullable String phone,
            @Nullable String city,
            long referralsTotal,
            boolean blocked,
            boolean erased,
            @Nullable Instant appliedAt) {}

    /** A referral that was taken back. */
    record Revoked(UUID userId, UUID inviterId, Instant appliedAt, String reason, UUID by, Instant at) {}

    private record Link(UUID applicant, UUID inviter, Instant appliedAt, int depth) {}

    Optional<Person> person(UUID account) {
        return people(List.of(account)).stream().findFirst();
    }

    /**
     * The people below somebody, level by level, of each the newest first.
     *
     * @param depth how many levels
     * @param offset how many to leave out
     * @param limit how many at most
     */
    List<ReferralTreeItem> below(UUID root, int depth, int offset, int limit) {
        int most = Math.min(MOST, offset + limit);
        var found = new ArrayList<Link>();
        List<UUID> parents = List.of(root);
        for (int level = 1; level <= depth && !parents.isEmpty() && found.size() < most; level++) {
            List<Link> next = children(parents, level, most - found.size());
            found.addAll(next);
            parents = next.stream().map(Link::applicant).toList();
        }
        return found.size() <= offset ? List.of() : items(found.subList(offset, found.size()));
    }

    /** How many people there are below somebody, up to one more than {@link #MOST_COUNTED}. */
    int countBelow(UUID root) {
        return jdbc.sql(COUNT_BELOW)
                .params(root, MOST_COUNTED + 1)
                .query(Integer.class)
                .single();
    }

    /** Who brought somebody, who brought these, and so on: the nearest first. */
    List<UUID> above(UUID account) {
        return jdbc.sql(ABOVE).params(account, MOST_STEPS_UP).query(UUID.class).list();
    }

    /** Those whom somebody brought, who brought most themselves first. */
    List<Person> largest(UUID inviter, int offset, int limit) {
        return jdbc.sql(LARGEST)
                .params(inviter, MOST_CHILDREN, offset, limit)
                .query((row, number) -> person(
                        row,
                        row.getObject("applicant_id", UUID.class),
                        row.getObject("applied_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** These people, in this order, as far as they are known. */
    List<Person> people(List<UUID> accounts) {
        Map<UUID, Person> found = byId(accounts);
        return accounts.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** What was taken back of a person's having been brought. */
    Optional<Revoked> revoked(UUID account) {
        return jdbc.sql("SELECT * FROM read_model.revoked_referral WHERE applicant_id = ?")
                .param(account)
                .query((row, number) -> new Revoked(
                        row.getObject("applicant_id", UUID.class),
                        row.getObject("inviter_id", UUID.class),
                        row.getObject("applied_at", OffsetDateTime.class).toInstant(),
                        row.getString("reason"),
                        row.getObject("revoked_by", UUID.class),
                        row.getObject("revoked_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** How many of those whom somebody brought were taken back. */
    int countRevokedOf(UUID inviter) {
        return jdbc.sql("SELECT count(*) FROM read_model.revoked_referral WHERE inviter_id = ?")
                .param(inviter)
                .query(Integer.class)
                .single();
    }

    private Map<UUID, Person> byId(List<UUID> accounts) {
        List<Person> people = jdbc.sql(PEOPLE)
                .param(array(accounts))
                .query((row, number) -> person(row, row.getObject("account_id", UUID.class), null))
                .list();
        return people.stream().collect(Collectors.toMap(Person::userId, Function.identity()));
    }

    private List<Link> children(List<UUID> parents, int depth, int most) {
        var found = new ArrayList<Link>();
        for (int from = 0; from < parents.size() && found.size() < most; from += PARENTS_AT_ONCE) {
            List<UUID> some = parents.subList(from, Math.min(parents.size(), from + PARENTS_AT_ONCE));
            int left = most - found.size();
            found.addAll(jdbc.sql(CHILDREN)
                    .param(array(some))
                    .params(left, left)
                    .query((row, number) -> new Link(
                            row.getObject("applicant_id", UUID.class),
                            row.getObject("inviter_id", UUID.class),
                            row.getObject("applied_at", OffsetDateTime.class).toInstant(),
                            depth))
                    .list());
        }
        return found;
    }

    private List<ReferralTreeItem> items(List<Link> links) {
        Map<UUID, Person> byId = byId(links.stream().map(Link::applicant).toList());
        return links.stream()
                .map(link -> {
                    Person person = byId.get(link.applicant());
                    return new ReferralTreeItem(
                            link.applicant(),
                            link.inviter(),
                            link.depth(),
                            person == null ? null : person.phone(),
                            person == null ? null : person.city(),
                            link.appliedAt(),
                            person == null ? 0 : person.referralsTotal());
                })
                .toList();
    }

    private static Person person(ResultSet row, UUID id, @Nullable Instant appliedAt) throws SQLException {
        return new Person(
                id,
                row.getString("masked_phone"),
                row.getString("city"),
                row.getLong("referrals_total"),
                row.getBoolean("blocked"),
                row.getBoolean("erased"),
                appliedAt);
    }

    private static String array(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
