package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class ReferralsArePagedTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson inviter = TestPerson.registered(side);

    @Test
    void masksNumbersEvenForTheInviter() {
        var brought = brought(0);
        brought.lives(null, "Омск");

        assertThat(referrals("").body())
                .isEqualTo("{\"items\":[{\"user_id\":\"%s\",\"phone\":\"%s•••••%s\",\"city\":\"Омск\","
                                .formatted(
                                        brought.account(),
                                        brought.phone().substring(0, 5),
                                        brought.phone().substring(10))
                        + "\"applied_at\":\"2026-02-03T04:05:06.789Z\"}],\"next\":null}");
    }

    @Test
    void keepsTheRowOfSomeoneErased() {
        var brought = brought(0);
        brought.lives(null, "Омск");
        brought.leaves();

        assertThat(referrals("").body())
                .isEqualTo("{\"items\":[{\"user_id\":\"%s\",\"phone\":null,\"city\":null,".formatted(brought.account())
                        + "\"applied_at\":\"2026-02-03T04:05:06.789Z\"}],\"next\":null}");
    }

    @Test
    void tellsNobodyWhomSomeoneErasedBrought() {
        brought(0);
        inviter.leaves();
        side.settle();

        assertThat(side.getAs(side.token(side.newId(), Role.MODERATOR), inviter.path("/referrals/"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void pagesNewestFirstWithoutLossAtTies() {
        var expected = new ArrayList<String>();
        for (int second = 0; second < 3; second++) {
            var atOnce = new ArrayList<String>();
            for (int number = 0; number < 3; number++) {
                atOnce.add(brought(second).account().toString());
            }
            // Ids made within one millisecond come in any order; ties are by id, newest first.
            atOnce.sort(Comparator.reverseOrder());
            expected.addAll(0, atOnce);
        }

        var seen = new ArrayList<String>();
        String query = "?limit=2";
        String next;
        do {
            var page = referrals(query);
            seen.addAll(JsonPath.<List<String>>read(page.body(), "$.items[*].user_id"));
            next = JsonPath.read(page.body(), "$.next");
            query = "?limit=2&cursor=" + next;
        } while (next != null);

        assertThat(seen).isEqualTo(expected);
    }

    private TestPerson brought(int second) {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(inviter, NOW.plusSeconds(second));
        return brought;
    }

    private HttpResponse<String> referrals(String query) {
        side.settle();
        return side.getAs(inviter.token(), "/api/users/me/referrals/" + query);
    }
}
