package io.ringkey.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ringkey.api.account.AccountEvent.AvatarChanged;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class ProfileOverHttpTest {

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson person = TestPerson.registered(side);
    private final String token = person.token();

    @Test
    void saysEveryFieldAndNullForTheUnsetOnes() {
        side.settle();

        assertThat(get().body())
                .isEqualTo("{\"id\":\"%s\",\"phone\":\"%s\",\"email\":null,\"city\":null,\"telegram_id\":null,"
                                .formatted(person.account(), person.phone())
                        + "\"avatar\":null,\"invite_code\":\"%s\",\"referral_code\":null,\"referrals\":[],"
                                .formatted(person.inviteCode())
                        + "\"referrals_total\":0,\"role\":\"user\",\"created_at\":\"2026-01-02T03:04:05.678Z\"}");
    }

    // A2
    @Test
    void showsNothingPersonalToAnUnconfirmedSessionAndNothingElseAtAll() {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(person, TestPerson.REGISTERED);
        person.lives("ann@example.org", "Омск");
        side.append(
                person.account(),
                new AvatarChanged(person.account(), "portrait-of-ann", person.account(), TestPerson.REGISTERED));
        side.settle();
        side.database()
                .sql("UPDATE command_state.session_access SET confirmed = false WHERE account_id = ?")
                .param(person.account())
                .update();

        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(get().body())
                .contains("\"id\":\"" + person.account() + "\"", "\"created_at\":\"2026-01-02T03:04:05.678Z\"")
                .contains("\"email\":null,\"city\":null,\"telegram_id\":null,\"avatar\":null")
                .contains("\"referral_code\":null,\"referrals\":[],\"referrals_total\":0")
                .doesNotContain(
                        "ann@example.org",
                        "Омск",
                        "portrait-of-ann",
                        brought.account().toString());
        for (String path : new String[] {"/logins", "/referrals", "/sessions"}) {
            var answer = side.getAs(token, person.path(path));
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).contains("person.unconfirmed");
        }
    }

    @Test
    void namesTheAvatarByItsWholeAddress() {
        side.append(
                person.account(),
                new AvatarChanged(person.account(), "portrait-of-ann", person.account(), TestPerson.REGISTERED));
        side.settle();

        assertThat(JsonPath.<String>read(get().body(), "$.avatar"))
                .isEqualTo("http://127.0.0.1:8000/api/users/" + person.account() + "/avatar/portrait-of-ann");
    }

    @Test
    void changesItsTagWithEverythingThatItShows() {
        side.settle();
        String before = tag(get());
        assertThat(get("If-None-Match", before).statusCode()).isEqualTo(304);
        assertThat(before).startsWith("\"1-");

        var brought = TestPerson.registered(side);
        brought.isBroughtBy(person, TestPerson.REGISTERED);
        side.settle();
        String after = tag(get("If-None-Match", before));
        assertThat(after).isNotEqualTo(before).startsWith("\"1-");

        brought.lives(null, "Омск");
        side.settle();
        assertThat(tag(get("If-None-Match", after))).isNotEqualTo(after);
    }

    @Test
    void waitsForAPositionThatTheClientHasSeen() {
        person.lives(null, "Омск");

        var answer = get("X-Wait-For-Position", Long.toString(side.last()));

        assertThat(JsonPath.<String>read(answer.body(), "$.city")).isEqualTo("Омск");
    }

    @Test
    void saysWhenItCannotWaitLongEnough() {
        assertThat(get("X-Wait-For-Position", Long.toString(side.last() + 1_000_000))
                        .statusCode())
                .isEqualTo(503);
    }

    private HttpResponse<String> get(String... headers) {
        return side.getAs(token, "/api/users/me/", headers);
    }

    private static String tag(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
