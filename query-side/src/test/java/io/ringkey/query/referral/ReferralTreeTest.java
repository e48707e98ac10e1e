package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class ReferralTreeTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson root = TestPerson.registered(side);
    private final TestPerson older = below(root, 1);
    private final TestPerson newer = below(root, 2);
    private final TestPerson ofOlder = below(older, 9);
    private final TestPerson ofNewer = below(newer, 3);
    private final TestPerson third = below(ofNewer, 4);

    @BeforeEach
    void theyAreKnown() {
        ofNewer.lives(null, "Омск");
        newer.lives(null, "Томск");
        side.settle();
    }

    @Test
    void comesLevelByLevelTheNewestFirst() {
        assertThat(ids(asStaff("?depth=3"))).isEqualTo(idsOf(newer, older, ofNewer, ofOlder, third));
        assertThat(ids(asStaff("?depth=1"))).isEqualTo(idsOf(newer, older));
        assertThat(JsonPath.<List<Integer>>read(asStaff("?depth=3").body(), "$.items[*].depth"))
                .containsExactly(1, 1, 2, 2, 3);
        assertThat(JsonPath.<List<String>>read(asStaff("?depth=3").body(), "$.items[*].inviter_id"))
                .isEqualTo(idsOf(root, root, newer, older, ofNewer));
        assertThat(JsonPath.<List<Integer>>read(asStaff("?depth=2").body(), "$.items[*].referrals_total"))
                .containsExactly(1, 1, 1, 0);
    }

    @Test
    void comesPageByPage() {
        var seen = new ArrayList<String>();
        String cursor = "";
        String next;
        do {
            var page = asStaff("?depth=3&limit=2" + cursor);
            seen.addAll(ids(page));
            next = JsonPath.read(page.body(), "$.next");
            cursor = "&cursor=" + next;
        } while (next != null);

        assertThat(seen).isEqualTo(idsOf(newer, older, ofNewer, ofOlder, third));
    }

    // A4
    @Test
    void saysToAPersonNothingOfWhomOthersBrought() {
        String mine =
                side.getAs(root.token(), "/api/users/me/referrals/?depth=3").body();

        assertThat(JsonPath.<List<String>>read(mine, "$.items[*].city"))
                .containsExactly("Томск", null, null, null, null);
        assertThat(JsonPath.<List<String>>read(mine, "$.items[?(@.depth > 1)].phone"))
                .containsOnlyNulls()
                .hasSize(3);
        assertThat(JsonPath.<List<String>>read(asStaff("?depth=3").body(), "$.items[*].city"))
                .containsExactly("Томск", null, "Омск", null, null);
        assertThat(side.getAs(newer.token(), root.path("/referrals/?depth=2")).statusCode())
                .isEqualTo(404);
        assertThat(side.get(root.path("/referrals/?depth=2")).statusCode()).isEqualTo(401);
    }

    @Test
    void endsWhereAReferralWasRevoked() {
        newer.isBroughtByNobody(root, NOW.plusSeconds(99));
        side.settle();

        assertThat(ids(asStaff("?depth=3"))).isEqualTo(idsOf(older, ofOlder));
        assertThat(ids(asStaff(""))).isEqualTo(idsOf(older));
        String mine = side.getAs(root.token(), "/api/users/me/").body();
        assertThat(JsonPath.<Integer>read(mine, "$.referrals_total")).isEqualTo(1);
        assertThat(JsonPath.<List<String>>read(mine, "$.referrals[*].user_id")).isEqualTo(idsOf(older));
        String theirs = side.getAs(newer.token(), "/api/users/me/").body();
        assertThat(JsonPath.<String>read(theirs, "$.referral_code")).isNull();
        assertThat(JsonPath.<Integer>read(theirs, "$.referrals_total")).isEqualTo(1);
        assertThat(side.deadLetters()).isZero();
    }

    @Test
    void refusesADepthThatIsNone() {
        for (String depth : List.of("0", "11", "-1", "x", "1.5", "99999999999")) {
            assertThat(asStaff("?depth=" + depth).statusCode()).as(depth).isEqualTo(400);
        }
        assertThat(asStaff("?depth=2&cursor=nonsense").statusCode()).isEqualTo(400);
        assertThat(ids(asStaff("?depth="))).hasSize(2);
        assertThat(side.getAs(
                                side.token(side.newId(), Role.ADMIN),
                                "/api/users/" + side.newId() + "/referrals/?depth=2")
                        .statusCode())
                .isEqualTo(404);
    }

    private TestPerson below(TestPerson inviter, int second) {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(inviter, NOW.plusSeconds(second));
        return brought;
    }

    private HttpResponse<String> asStaff(String query) {
        return side.getAs(side.token(side.newId(), Role.MODERATOR), root.path("/referrals/" + query));
    }

    private static List<String> ids(HttpResponse<String> page) {
        return JsonPath.read(page.body(), "$.items[*].user_id");
    }

    private static List<String> idsOf(TestPerson... people) {
        return List.of(people).stream()
                .map(person -> person.account().toString())
                .toList();
    }
}
