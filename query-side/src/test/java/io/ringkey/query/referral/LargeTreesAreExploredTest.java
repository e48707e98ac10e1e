package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.eventstore.Times;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One tree of very many people: a long chain, somebody with thousands of followers, and a crowd that brings one another.
 * Each step through it is short.
 */
class LargeTreesAreExploredTest {

    private static final int PEOPLE = Integer.getInteger("ringkey.tree", 3_000);
    /** In the short form other tests run beside it, and times say little. */
    private static final int MOST_MILLIS = PEOPLE < 50_000 ? 2_000 : 100;

    private static final int ROUNDS = PEOPLE < 50_000 ? 3 : 40;

    private static final Pattern TOGGLE = Pattern.compile("class=\"toggle\"[^>]* hx-get=\"([^\"]+)\"");

    private static RunningQuerySide side;
    private static Calls staff;

    @BeforeAll
    static void aTree() {
        side = RunningQuerySide.start();
        staff = Calls.as(Role.MODERATOR, side);
        JdbcClient database = side.database();
        database.sql("""
                        INSERT INTO read_model.profile
                               (account_id, masked_phone, city, invite_code, role, created_at, version)
                        SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '+7913•••••00', 'Омск', n::text,
                               'user', now() - interval '90 days' + n * interval '1 minute', 1
                          FROM generate_series(0, ?) n
                        """).param(PEOPLE).update();
        // A tenth is a chain, a tenth follows the last of it, and the others bring one another.
        database.sql("""
                        INSERT INTO read_model.referral (applicant_id, inviter_id, applied_at)
                        SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                               ('00000000-0000-7000-8000-' || lpad((CASE WHEN n <= :people / 10 THEN n - 1
                                    WHEN n <= :people / 5 THEN :people / 10
                                    ELSE floor(n * power((hashint8(n) & 65535) / 65536.0, 0.7)) END)::text, 12, '0'))::uuid,
                               now() - interval '90 days' + n * interval '1 minute'
                          FROM generate_series(1, :people) n
                        """).param("people", PEOPLE).update();
        database.sql("""
                        UPDATE read_model.profile p SET referrals_total = r.brought
                          FROM (SELECT inviter_id, count(*) AS brought FROM read_model.referral GROUP BY 1) r
                         WHERE r.inviter_id = p.account_id
                        """).update();
        database.sql("ANALYZE read_model.profile, read_model.referral").update();
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @Test
    void inShortSteps() {
        var slow = new ArrayList<String>();
        for (int one : List.of(0, PEOPLE / 20, PEOPLE / 10, PEOPLE / 2, PEOPLE)) {
            slow.addAll(measured("place of " + one, () -> staff.json("/api/admin/referrals/" + id(one) + "/")));
            slow.addAll(measured("a tree of 200 below " + one, () -> staff.json(tree(one) + "?depth=10&limit=200")));
        }
        var browser = Calls.inABrowserAs(Role.ADMIN, side);
        for (int one : List.of(0, PEOPLE / 20, PEOPLE / 10)) {
            String page = "/admin/referrals/" + id(one) + "/";
            Matcher toggle = TOGGLE.matcher(browser.get(page).body());
            assertThat(toggle.find()).isTrue();
            String opened = toggle.group(1);
            slow.addAll(measured("page of " + one, () -> {
                assertThat(browser.get(opened).statusCode()).isEqualTo(200);
                return NullNode.getInstance();
            }));
        }
        slow.addAll(measured("leaders", () -> staff.json("/api/admin/referrals/leaders/")));
        slow.addAll(measured("leaders of 30 days", () -> staff.json("/api/admin/referrals/leaders/?days=30")));
        String last = lastCursor();
        slow.addAll(
                measured("the last page", () -> staff.json(tree(PEOPLE / 10) + "?depth=10&limit=200&cursor=" + last)));

        assertThat(slow).as("slower than %d ms", MOST_MILLIS).isEmpty();
    }

    @Test
    void toTheEndOfWhatIsAnswered() {
        int seen = 0;
        String cursor = "";
        JsonNode page;
        do {
            page = staff.json(tree(PEOPLE / 10) + "?depth=10&limit=200" + cursor);
            seen += page.path("items").size();
            cursor = "&cursor=" + page.path("next").asString("");
        } while (!page.path("next").isNull());

        int below = staff.json("/api/admin/referrals/" + id(PEOPLE / 10) + "/")
                .path("below")
                .asInt();
        assertThat(below).isBetween(Math.min(PEOPLE / 10, ReferralTree.MOST_COUNTED), ReferralTree.MOST_COUNTED + 1);
        assertThat(seen).isBetween(PEOPLE / 10, ReferralTree.MOST);
    }

    private static String lastCursor() {
        String last = "";
        JsonNode page = staff.json(tree(PEOPLE / 10) + "?depth=10&limit=200");
        while (!page.path("next").isNull()) {
            last = page.path("next").asString();
            page = staff.json(tree(PEOPLE / 10) + "?depth=10&limit=200&cursor=" + last);
        }
        return last;
    }

    private static List<String> measured(String what, Supplier<JsonNode> step) {
        for (int round = 0; round < ROUNDS / 4; round++) {
            step.get();
        }
        var times = Times.of(ROUNDS, step::get);
        String line = "%s of %d people: %s".formatted(what, PEOPLE, times);
        System.out.println(line);
        return times.slowerThan(MOST_MILLIS) ? List.of(line) : List.of();
    }

    private static String tree(int person) {
        return "/api/users/" + id(person) + "/referrals/";
    }

    private static String id(int person) {
        return "00000000-0000-7000-8000-%012d".formatted(person);
    }
}
