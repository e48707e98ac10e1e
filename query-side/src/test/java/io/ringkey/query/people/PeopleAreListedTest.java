package io.ringkey.query.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(RunningQuerySide.SHARED)
class PeopleAreListedTest {

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final String admin = side.token(side.newId(), Role.ADMIN);
    private final String moderator = side.token(side.newId(), Role.MODERATOR);
    /** A city that nobody else lives in. */
    private final String city = "Омск " + side.newId();

    @Test
    void showsAnAdminWhatThereIs() {
        var person = livingHere(0);
        side.append(person.account(), new PersonBlocked(person.account(), person.account(), TestPerson.REGISTERED));
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(person, TestPerson.REGISTERED);

        assertThat(search(admin, city).body())
                .isEqualTo("{\"items\":[{\"id\":\"%s\",\"phone\":\"%s\",\"city\":\"%s\",\"role\":\"user\","
                                .formatted(person.account(), person.phone(), city)
                        + "\"blocked\":true,\"invite_code\":\"%s\",\"referrals_total\":1,"
                                .formatted(person.inviteCode())
                        + "\"created_at\":\"2026-01-02T03:04:05.678Z\"}],\"next\":null}");
    }

    @Test
    void masksNumbersForAModerator() {
        var person = livingHere(0);

        var body = search(moderator, city).body();

        assertThat(body).doesNotContain(person.phone());
        assertThat(JsonPath.<List<String>>read(body, "$.items[*].phone"))
                .containsExactly(person.phone().substring(0, 5)
                        + "•".repeat(5)
                        + person.phone().substring(10));
    }

    @Test
    void findsByEverythingThatIsUnique() {
        var person = livingHere(0);
        String spelled = "8 (%s) %s-%s-%s"
                .formatted(
                        person.phone().substring(2, 5),
                        person.phone().substring(5, 8),
                        person.phone().substring(8, 10),
                        person.phone().substring(10));

        for (String wanted : List.of(
                person.account().toString(),
                person.account().toString().toUpperCase(Locale.ROOT),
                person.inviteCode().toLowerCase(Locale.ROOT),
                person.phone(),
                " " + spelled + " ")) {
            assertThat(ids(search(admin, wanted))).as(wanted).containsExactly(person.account());
        }
    }

    @Test
    void findsByHowAnEmailOrACityBegins() {
        var person = TestPerson.registered(side);
        String name = "ann_" + side.newId();
        person.lives(name + "@Example.org", city);

        assertThat(ids(search(admin, name.toUpperCase(Locale.ROOT)))).containsExactly(person.account());
        assertThat(ids(search(admin, city.toLowerCase(Locale.ROOT)))).containsExactly(person.account());
        assertThat(ids(search(admin, name.replace('_', 'x')))).isEmpty();
        assertThat(ids(search(admin, name.replace("ann", "a%")))).isEmpty();
        assertThat(ids(search(admin, person.phone().substring(0, 11)))).isEmpty();
    }

    @Test
    void forgetsOldValues() {
        var person = livingHere(0);
        person.lives(null, "Томск");

        assertThat(ids(search(admin, city))).isEmpty();
    }

    @Test
    void doesNotListSomeoneErased() {
        var person = livingHere(0);
        person.leaves();

        assertThat(ids(search(admin, city))).isEmpty();
        assertThat(ids(search(admin, person.account().toString()))).isEmpty();
    }

    @Test
    void pagesNewestFirstWithoutLossWhilePeopleArrive() {
        // Three of each moment, so that ties lie across the pages' edges.
        var expected = new ArrayList<UUID>();
        for (int second = 0; second < 4; second++) {
            int moment = second;
            expected.addAll(
                    0,
                    IntStream.range(0, 3)
                            .mapToObj(number -> livingHere(moment).account())
                            .sorted(Comparator.comparing(UUID::toString, Comparator.reverseOrder()))
                            .toList());
        }

        var seen = new ArrayList<UUID>();
        String next = "";
        do {
            var page = list(moderator, "limit=5&search=" + encoded(city) + next);
            seen.addAll(ids(page));
            livingHere(100);
            String cursor = JsonPath.read(page.body(), "$.next");
            next = cursor == null ? "" : "&cursor=" + cursor;
        } while (!next.isEmpty());

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void listsEveryoneWithoutASearch() {
        var person = TestPerson.registered(side, Instant.parse("2031-01-01T00:00:00Z"));
        side.settle();

        var page = list(admin, "limit=1");

        assertThat(ids(page)).containsExactly(person.account());
        assertThat(JsonPath.<String>read(page.body(), "$.next")).isNotEmpty();
        assertThat(list(admin, "search=").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=x",
                "cursor=x",
                "cursor=%00",
                // A moment that no database holds.
                "cursor=KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaHzAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMQ"
            })
    void refusesBadPaging(String query) {
        var answer = list(admin, query);

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void refusesASearchLongerThanAnythingThereIs() {
        assertThat(list(admin, "search=" + "a".repeat(255)).statusCode()).isEqualTo(400);
        assertThat(list(admin, "search=" + "a".repeat(254)).statusCode()).isEqualTo(200);
    }

    private TestPerson livingHere(int second) {
        var person = TestPerson.registered(side, TestPerson.REGISTERED.plusSeconds(second));
        person.lives(null, city);
        return person;
    }

    private HttpResponse<String> search(String token, String wanted) {
        side.settle();
        return list(token, "search=" + encoded(wanted));
    }

    private HttpResponse<String> list(String token, String query) {
        side.settle();
        return side.getAs(token, "/api/users/list/?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<UUID> ids(HttpResponse<String> page) {
        return JsonPath.<List<String>>read(page.body(), "$.items[*].id").stream()
                .map(UUID::fromString)
                .toList();
    }
}
