package io.ringkey.query.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.eventstore.Times;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Searches of the list of people, filters and orders, over as many people as a million events bring with {@code
 * -Dringkey.people-listed=200000}. It prints how long they take, and asserts what they find.
 */
class PeopleAreFoundFastTest {

    private static final int PEOPLE = Integer.getInteger("ringkey.people-listed", 2_000);
    private static final int ROUNDS = PEOPLE >= 200_000 ? 40 : 2;

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);
    private static final UUID SOMEBODY = UUID.fromString("01900000-0000-7000-8000-00000000abcd");

    /** A tenth live in one city, one in a thousand is blocked, a few are staff; who brought how many is very uneven. */
    private static final String MANY = """
            INSERT INTO read_model.profile
                   (account_id, phone, masked_phone, email, folded_email, city, folded_city, invite_code,
                    referrals_total, role, blocked, created_at, version)
            SELECT CASE WHEN n = 77 THEN CAST(:somebody AS uuid) ELSE md5('person' || n)::uuid END,
                   '+7913' || lpad(n::text, 7, '0'), '+7913•••••' || lpad((n % 100)::text, 2, '0'),
                   'person' || n || '@example.org', 'person' || n || '@example.org',
                   CASE WHEN n % 10 = 0 THEN 'Омск' ELSE 'Город ' || n % 997 END,
                   CASE WHEN n % 10 = 0 THEN 'омск' ELSE 'город ' || n % 997 END,
                   'Z' || translate(lpad(to_hex(n), 5, '0'), '01', 'GH'), floor(power(random(), 8) * 1000)::int,
                   CASE WHEN n % 20000 = 1 THEN 'admin' WHEN n % 5000 = 2 THEN 'moderator' ELSE 'user' END,
                   n % 1000 = 3, now() - n * interval '1 minute', 1
              FROM generate_series(1, :people) n
            """;

    @BeforeAll
    static void manyPeople() {
        SIDE.database()
                .sql(MANY)
                .param("people", PEOPLE)
                .param("somebody", SOMEBODY)
                .update();
        SIDE.database().sql("VACUUM ANALYZE read_model.profile").update();
    }

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void howeverTheyAreLookedFor() {
        System.out.printf("%d people; first page, a further one: median and 95th percentile in ms%n", PEOPLE);
        for (var asked : searches().entrySet()) {
            String path = "/api/users/list/?limit=50" + asked.getValue();
            JsonNode first = ADMIN.json(path);
            assertThat(first.get("items").size()).as(asked.getKey()).isPositive();
            Times begins = times(path);
            Times further = first.get("next").isNull()
                    ? begins
                    : times(path + "&cursor=" + first.get("next").asString());
            System.out.printf(
                    "  %-40s %2d rows  %6.1f %6.1f   %6.1f %6.1f%n",
                    asked.getKey(),
                    first.get("items").size(),
                    begins.median(),
                    begins.p95(),
                    further.median(),
                    further.p95());
        }
    }

    @Test
    void eachIsFoundAlone() {
        for (String word : new String[] {SOMEBODY.toString(), "+7 913 000-00-77", "person77@example.org"}) {
            var found = ADMIN.json("/api/users/list/?search=" + encoded(word)).get("items");
            assertThat(found).as(word).hasSize(1);
            assertThat(found.get(0).get("id").asString()).isEqualTo(SOMEBODY.toString());
        }
    }

    private static Map<String, String> searches() {
        var searches = new LinkedHashMap<String, String>();
        for (String order : new String[] {"newest", "oldest", "most-brought", "fewest-brought"}) {
            searches.put("all, " + order, "&order=" + order);
        }
        searches.put("blocked", "&blocked=true");
        searches.put("blocked, most-brought", "&blocked=true&order=most-brought");
        searches.put("not blocked, oldest", "&blocked=false&order=oldest");
        searches.put("users", "&role=user");
        searches.put("moderators", "&role=moderator");
        searches.put("admins, most-brought", "&role=admin&order=most-brought");
        searches.put("a number", "&search=" + encoded("+79130000077"));
        searches.put("an id", "&search=" + SOMEBODY);
        searches.put("a whole email", "&search=person77@example.org");
        searches.put("how every email begins", "&search=person");
        searches.put("how every email begins, most-brought", "&search=person&order=most-brought");
        searches.put("a city of many", "&search=" + encoded("омск"));
        searches.put("how nearly every city begins", "&search=" + encoded("го"));
        searches.put("a city of many, users, most-brought", "&role=user&order=most-brought&search=" + encoded("омск"));
        return searches;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Times times(String path) {
        return Times.of(ROUNDS, () -> assertThat(ADMIN.get(path).statusCode()).isEqualTo(200));
    }
}
