package io.ringkey.query.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.Times;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The first page of any filter, and a further one, over a record in which what is looked for is frequent or rare, new or
 * long ago, all over it or in one place. {@code -Dringkey.record-events=1000000} for the size that is promised.
 */
class EveryFilterIsFastTest {

    private static final int EVENTS = Integer.getInteger("ringkey.record-events", 20_000);
    private static final boolean FULL_SIZE = EVENTS >= 1_000_000;
    private static final int ROUNDS = FULL_SIZE ? 40 : 5;
    /** In the short form only that nothing is slow beyond reason: other tests run beside it. */
    private static final double PROMISED_MILLIS = FULL_SIZE ? 100 : 2_000;

    private static final String BEGAN = "2025-01-01T00:00:00Z";
    private static final String ENDED = "2026-01-01T00:00:00Z";

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);

    private static final UUID LONG_STREAM = SIDE.newId();
    private static final UUID BUSY_ACTOR = SIDE.newId();
    private static final UUID RARE_ACTOR = SIDE.newId();

    /**
     * Four in ten are wrong codes, and as many right ones; one in a thousand is a change of role; looks are the last tenth
     * of the record alone. A busy actor did a twentieth, all in the first third of the record; a rare one a few things. One
     * stream has a hundredth of all, long ago; the others ten each. One address gave a twentieth, wrong codes in the middle.
     */
    private static final String RECORD = """
            WITH sample AS (SELECT payload_type, payload_revision, payload, meta_data FROM event_store.domain_event),
            made AS (
                SELECT n,
                       CASE WHEN n % 1000 = 7 THEN 'account.role-changed'
                            WHEN n > :events * 0.9 AND n % 5 = 0 THEN 'inspection.looked'
                            WHEN n % 2 = 0 THEN 'verification.wrong-code-given'
                            ELSE 'verification.code-verified' END AS type,
                       CASE WHEN n BETWEEN :events * 0.2 AND :events * 0.21 THEN CAST(:stream AS uuid)
                            ELSE md5('stream' || n / 10)::uuid END AS stream,
                       CASE WHEN n < :events * 0.33 AND n % 7 = 3 THEN CAST(:busy AS uuid)
                            WHEN n % (:events / 20) = 11 THEN CAST(:rare AS uuid)
                            WHEN n % 5 = 1 THEN md5('actor' || n % 9973)::uuid END AS actor
                  FROM generate_series(1, :events) n)
            INSERT INTO event_store.domain_event
                   (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                    payload_revision, payload, meta_data, actor)
            SELECT gen_random_uuid(), m.stream, row_number() OVER (PARTITION BY m.stream ORDER BY m.n), 'Test',
                   CAST(:began AS timestamptz) + m.n * (CAST(:ended AS timestamptz) - CAST(:began AS timestamptz)) / :events,
                   m.type, s.payload_revision, s.payload, s.meta_data, m.actor
              FROM made m JOIN sample s ON s.payload_type = m.type
             ORDER BY m.n
            """;

    private static final String LOGINS = """
            INSERT INTO read_model.login_entry (position, stream_id, at, what, address)
            SELECT global_index, aggregate_identifier, time_stamp,
                   CASE payload_type WHEN 'verification.code-verified' THEN 'verified' ELSE 'failed' END,
                   CASE WHEN global_index BETWEEN :events * 0.5 AND :events * 0.6
                             AND payload_type = 'verification.wrong-code-given' THEN '203.0.113.7'
                        WHEN global_index % (:events / 10) = 2 THEN '203.0.113.9'
                        ELSE '10.' || global_index % 251 || '.' || global_index % 241 || '.1' END
              FROM event_store.domain_event
             WHERE payload_type LIKE 'verification.%'
            """;

    @BeforeAll
    static void fillTheRecord() {
        SIDE.withoutProjections();
        UUID id = SIDE.newId();
        var address = Personal.of(id, "203.0.113.7");
        var at = TestPerson.REGISTERED;
        SIDE.append(id, new WrongCodeGiven(id, id, 2, at, address, Personal.of(id, "Mozilla/5.0")));
        SIDE.append(SIDE.newId(), new CodeVerified(id, id, id, id, Way.TOKEN_PAIR, at, address, null));
        SIDE.append(SIDE.newId(), new RoleChanged(id, Role.ADMIN, id, at));
        SIDE.append(SIDE.newId(), new Looked(id, id, "/api/users/{user_id}", id.toString(), at));
        SIDE.database()
                .sql(RECORD)
                .param("events", EVENTS)
                .param("stream", LONG_STREAM)
                .param("busy", BUSY_ACTOR)
                .param("rare", RARE_ACTOR)
                .param("began", BEGAN)
                .param("ended", ENDED)
                .update();
        SIDE.database().sql(LOGINS).param("events", EVENTS).update();
        for (String table : new String[] {"event_store.domain_event", "read_model.login_entry"}) {
            SIDE.database().sql("VACUUM ANALYZE " + table).update();
        }
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void theFirstPageAndFurtherOnes() {
        var slow = new LinkedHashMap<String, String>();
        System.out.printf("%d events; first page, a further one: median and 95th percentile in ms%n", EVENTS);
        filters().forEach((name, filter) -> {
            String path = "/api/admin/events/?limit=50" + filter;
            JsonNode first = ADMIN.json(path);
            Times begins = times(path);
            Times further = first.get("next").isNull()
                    ? begins
                    : times(path + "&cursor=" + first.get("next").asString());
            System.out.printf(
                    "  %-44s %2d rows  %6.1f %6.1f   %6.1f %6.1f%n",
                    name, first.get("items").size(), begins.median(), begins.p95(), further.median(), further.p95());
            if (begins.slowerThan(PROMISED_MILLIS) || further.slowerThan(PROMISED_MILLIS)) {
                slow.put(name, begins + "; " + further);
            }
        });
        assertThat(slow).isEmpty();
    }

    private static Map<String, String> filters() {
        String wrong = "&type=verification.wrong-code-given";
        String rare = "&type=account.role-changed";
        String looks = "&type=inspection.looked";
        String busy = "&actor=" + BUSY_ACTOR;
        String some = "&actor=" + RARE_ACTOR;
        String stream = "&stream=" + LONG_STREAM;
        String old = "&to=2025-03-01T00:00:00Z";
        String month = "&from=2025-06-01T00:00:00Z&to=2025-07-01T00:00:00Z";
        String recent = "&from=2025-12-01T00:00:00Z";
        String ip = "&ip=203.0.113.7";
        String rareIp = "&ip=203.0.113.9";
        var filters = new LinkedHashMap<String, String>();
        filters.put("nothing", "");
        filters.put("a frequent type", wrong);
        filters.put("a rare type", rare);
        filters.put("a type of late", looks);
        filters.put("a type that never was", "&type=account.erased");
        filters.put("a long stream", stream);
        filters.put("a long stream, a type", stream + wrong);
        filters.put("a long stream, a rare type", stream + rare);
        filters.put("a long stream, another time", stream + recent);
        filters.put("a busy actor of long ago", busy);
        filters.put("a busy actor, a frequent type", busy + wrong);
        filters.put("a busy actor, a type of late", busy + looks);
        filters.put("a busy actor, a month", busy + month);
        filters.put("a busy actor, of late", busy + recent);
        filters.put("a busy actor, long ago", busy + old);
        filters.put("a rare actor", some);
        filters.put("a rare actor, a frequent type", some + wrong);
        filters.put("a rare actor, a month", some + month);
        filters.put("until long ago", old);
        filters.put("a month", month);
        filters.put("of late", recent);
        filters.put("until long ago, a frequent type", old + wrong);
        filters.put("until long ago, a rare type", old + rare);
        filters.put("until long ago, a type of late", old + looks);
        filters.put("a month, a frequent type", month + wrong);
        filters.put("a month, a type of late", month + looks);
        filters.put("an address of the middle", ip);
        filters.put("an address, a frequent type", ip + wrong);
        filters.put("an address, a frequent type never from it", ip + "&type=verification.code-verified");
        filters.put("an address, a rare type", ip + rare);
        filters.put("an address, a type of late", ip + looks);
        filters.put("an address, until long ago", ip + old);
        filters.put("an address, of late", ip + recent);
        filters.put("an address, a busy actor", ip + busy);
        filters.put("an address, a type, a month", ip + wrong + month);
        filters.put("a rare address", rareIp);
        filters.put("a rare address, a frequent type", rareIp + wrong);
        filters.put("type, actor, month and address", wrong + busy + month + ip);
        return filters;
    }

    private static Times times(String path) {
        return Times.of(ROUNDS, () -> assertThat(ADMIN.get(path).statusCode()).isEqualTo(200));
    }
}
