package io.ringkey.standalone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * People as they live with a release: all brought by the admin, with profiles, one with a wrong code behind them, and one
 * gone.
 *
 * @param admin the first of them
 * @param others who are still there
 * @param gone who has been erased
 */
record EarlierPeople(Person admin, List<Person> others, Person gone) {

    static final String ADMIN = phone(0);

    /** How many there are in the end, the admin among them. */
    static final int COUNT = 8;

    static final Map<String, String> SETTINGS = Map.of(
            "RINGKEY_SMS_SENDER", "echo",
            "RINGKEY_LIMITS", "off",
            "RINGKEY_PUBLIC_URL", "http://127.0.0.1:8000",
            "RINGKEY_ADMIN_PHONE", ADMIN);

    /** They come to a program that has seen nobody. */
    static EarlierPeople come(Client client) {
        Person admin = Person.signIn(client, ADMIN);
        String invite = admin.inviteCode();
        List<Person> others = new ArrayList<>();
        for (int number = 1; number <= COUNT; number++) {
            Person person = Person.signIn(client, phone(number));
            is(
                    200,
                    person.client()
                            .send(
                                    "PATCH",
                                    "/api/users/me/",
                                    Map.of(
                                            "city", "Омск " + number,
                                            "email", "person-" + number + "@example.org",
                                            "referral_code", invite)));
            others.add(person);
        }
        Person gone = others.removeLast();
        is(204, gone.client().delete("/api/users/me/"));
        Person guessed = others.getFirst();
        String code = Person.code(client, guessed.phone());
        is(401, client.post("/api/users/token/", Map.of("phone", guessed.phone(), "password", Person.wrong(code))));
        others.set(0, Person.signIn(client, guessed.phone(), code));
        return new EarlierPeople(admin, List.copyOf(others), gone);
    }

    /** Until every projection has come to the end of the record. */
    static void awaitViews(Client admin) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            Answer all = admin.get("/api/admin/projections/");
            return all.status() == 200
                    && all.json()
                            .path("items")
                            .valueStream()
                            .allMatch(projection -> projection.path("lag").asLong(-1) == 0
                                    && projection.path("status").asString().equals("running"));
        });
    }

    static String phone(int number) {
        return Person.phone(777, number);
    }

    static Answer is(int status, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return answer;
    }
}
