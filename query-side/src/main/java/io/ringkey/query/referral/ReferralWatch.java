package io.ringkey.query.referral;

import io.ringkey.query.referral.Suspicions.Brought;
import io.ringkey.query.referral.Suspicions.Finding;
import io.ringkey.query.referral.Suspicions.Seen;
import io.ringkey.query.referral.Suspicions.Spot;
import io.ringkey.web.request.Addresses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks for what is odd about referrals in what the projections have made, and keeps it as questions. It takes addresses
 * and clients from the login history, where they are forgotten in time and with the person, and writes none of them down.
 * One process at a time; what it does twice comes out the same.
 */
@Component
class ReferralWatch {

    /** Of older ones a question stands if it was asked while they were new. */
    static final Duration LOOKED_BACK = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(ReferralWatch.class);

    /** Beyond this only the newest are looked at. */
    private static final int MOST = 300_000;

    /** Any number that nothing else locks. */
    private static final long LOCK = 0x52_45_46_57_41_54_43_48L;

    private static final String BROUGHT = """
            SELECT applicant_id, inviter_id, applied_at FROM read_model.referral
             WHERE applied_at >= ? ORDER BY applied_at DESC LIMIT ?
            """;
    private static final String SPOTS = """
            WITH brought AS MATERIALIZED (
                 SELECT applicant_id, inviter_id FROM read_model.referral
                  WHERE applied_at >= ? ORDER BY applied_at DESC LIMIT ?),
            person (id) AS MATERIALIZED (SELECT applicant_id FROM brought UNION SELECT inviter_id FROM brought)
            SELECT e.account_id, e.address, e.user_agent, min(e.at) AS first, max(e.at) AS last
              FROM person p
              JOIN read_model.login_entry e ON e.account_id = p.id
             WHERE e.what IN ('verified', 'refreshed-elsewhere') AND e.at >= ?
             GROUP BY e.account_id, e.address, e.user_agent
            """;
    private static final String LAST_USES = """
            WITH brought AS MATERIALIZED (
                 SELECT applicant_id FROM read_model.referral
                  WHERE applied_at >= ? ORDER BY applied_at DESC LIMIT ?)
            SELECT s.account_id, max(s.last_used_at) AS last
              FROM brought b
              JOIN command_state.session_access s ON s.account_id = b.applicant_id
             GROUP BY s.account_id
            """;
    private static final String CROWDS = """
            SELECT DISTINCT address, account_id FROM read_model.login_entry
             WHERE address = ANY (?) AND address IS NOT NULL AND account_id IS NOT NULL
               AND what IN ('verified', 'refreshed-elsewhere') AND at >= ?
            """;

    private final JdbcClient jdbc;
    private final QuestionRows questions;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    ReferralWatch(
            DataSource dataSource,
            QuestionRows questions,
            @Qualifier("readModelTransactionManager") PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.questions = questions;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Looks, unless another process is at it. */
    void look() {
        transaction.executeWithoutResult(status -> {
            boolean first = jdbc.sql("SELECT pg_try_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query(Boolean.class)
                    .single();
            if (first) {
                Instant now = clock.instant();
                findings(now).forEach(finding -> questions.keep(finding, now));
            }
        });
    }

    private List<Finding> findings(Instant now) {
        OffsetDateTime since = now.minus(LOOKED_BACK).atOffset(ZoneOffset.UTC);
        List<Brought> brought = jdbc.sql(BROUGHT)
                .params(since, MOST)
                .query((row, number) -> new Brought(
                        row.getObject("applicant_id", UUID.class),
                        row.getObject("inviter_id", UUID.class),
                        row.getObject("applied_at", OffsetDateTime.class).toInstant()))
                .list();
        if (brought.size() == MOST) {
            LOG.warn("questions about referrals are looked for among the newest {} alone", MOST);
        }
        if (brought.size() < Suspicions.SMALLEST_OWN) {
            return List.of();
        }
        var addresses = new HashMap<String, Set<String>>();
        Map<UUID, Seen> seen = seen(since, addresses);
        return Suspicions.among(brought, seen, crowds(brought, seen, addresses, since), now);
    }

    /** @param addresses is filled with the addresses of each place */
    private Map<UUID, Seen> seen(OffsetDateTime since, Map<String, Set<String>> addresses) {
        var spots = new HashMap<UUID, List<Spot>>();
        var last = new HashMap<UUID, Instant>();
        jdbc.sql(LAST_USES).params(since, MOST).query(row -> {
            last.put(
                    row.getObject("account_id", UUID.class),
                    row.getObject("last", OffsetDateTime.class).toInstant());
        });
        var first = new HashMap<UUID, Instant>();
        jdbc.sql(SPOTS).params(since, MOST, since).query(row -> {
            UUID account = row.getObject("account_id", UUID.class);
            String address = row.getString("address");
            String place = address == null ? null : Addresses.ofOneHost(address);
            if (address != null && place != null) {
                addresses.computeIfAbsent(place, none -> new HashSet<>()).add(address);
            }
            Instant begin = row.getObject("first", OffsetDateTime.class).toInstant();
            first.merge(account, begin, (one, other) -> one.isBefore(other) ? one : other);
            last.merge(
                    account,
                    row.getObject("last", OffsetDateTime.class).toInstant(),
                    (one, other) -> one.isAfter(other) ? one : other);
            spots.computeIfAbsent(account, none -> new ArrayList<>())
                    .add(new Spot(place, row.getString("user_agent"), begin));
        });
        return first.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        person -> new Seen(
                                spots.getOrDefault(person.getKey(), List.of()),
                                person.getValue(),
                                last.getOrDefault(person.getKey(), person.getValue()))));
    }

    /** How many people were seen at each place where more than one of those who were brought begins. */
    private Map<String, Integer> crowds(
            Collection<Brought> brought,
            Map<UUID, Seen> seen,
            Map<String, Set<String>> addresses,
            OffsetDateTime since) {
        Map<String, Long> begins = brought.stream()
                .map(one -> firstPlace(seen.get(one.applicant())))
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(place -> place, Collectors.counting()));
        String[] wanted = begins.entrySet().stream()
                .filter(place -> place.getValue() > 1)
                .flatMap(place -> addresses.getOrDefault(place.getKey(), Set.of()).stream())
                .toArray(String[]::new);
        var people = new HashMap<String, Set<UUID>>();
        jdbc.sql(CROWDS).param(wanted).param(since).query(row -> {
            people.computeIfAbsent(Addresses.ofOneHost(row.getString("address")), none -> new HashSet<>())
                    .add(row.getObject("account_id", UUID.class));
        });
        return people.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, place -> place.getValue().size()));
    }

    private static @Nullable String firstPlace(@Nullable Seen person) {
        return person == null
                ? null
                : Stream.of(person)
                        .flatMap(one -> one.begin().stream())
                        .findFirst()
                        .map(Spot::place)
                        .orElse(null);
    }
}
