package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import io.ringkey.standalone.support.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What many do at once, over HTTP, to the whole program. */
class ParallelTest {

    private static final int RANGE = 103;
    private static final int CIRCLES = Integer.getInteger("ringkey.rounds", 200) / 5;

    private final Client client = SharedProgram.client();

    // A1
    @Test
    void twoHundredFirstSignInsOfOneNumberAreOneAccount() {
        String phone = Person.phone(RANGE, 1);
        List<Answer> signedIn = Together.of(200, number -> {
            Answer asked = Together.whenServed(() -> client.post("/api/users/login/", Map.of("phone", phone)));
            assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
            return Together.whenServed(() ->
                    client.post("/api/users/token/", Map.of("phone", phone, "password", asked.text("auth_code"))));
        });

        assertThat(signedIn).allMatch(answer -> answer.status() == 200 || answer.status() == 401);
        assertThat(signedIn.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(answer -> answer.text("user_id"))
                        .distinct())
                .hasSize(1);
        Answer people = SharedProgram.admin()
                .client()
                .get("/api/users/list/?search="
                        + java.net.URLEncoder.encode(phone, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(people.json().path("items")).hasSize(1);
    }

    // C4
    @Test
    void oneHundredRightCodesAreOneSessionAndOnePair() {
        String phone = Person.phone(RANGE, 2);
        String code = Person.code(client, phone);

        List<Answer> answers = Together.of(
                100,
                number -> Together.whenServed(
                        () -> client.post("/api/users/token/", Map.of("phone", phone, "password", code))));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 401)).hasSize(99);
    }

    // I1
    @Test
    void oneHundredApplicationsOfACodeAreOneEvent() {
        Person inviter = Person.signIn(client, Person.phone(RANGE, 3));
        Person person = Person.signIn(client, Person.phone(RANGE, 4));
        String code = inviter.inviteCode();

        List<Answer> answers = Together.of(
                100,
                number -> Together.whenServed(
                        () -> person.client().send("PATCH", "/api/users/me/", Map.of("referral_code", code))));

        assertThat(answers).allMatch(answer -> answer.status() == 200, "all 200");
        Answer events = SharedProgram.admin()
                .client()
                .get("/api/admin/events/?type=referral.invite-applied&stream=" + person.id());
        assertThat(events.json().path("items")).hasSize(1);
        assertThat(inviter.profile().json().path("referrals_total").asInt()).isEqualTo(1);
    }

    // I2
    @Test
    void invitingNeverGoesRoundInACircle() {
        var circles = new AtomicInteger();
        Together.inLanes(4, CIRCLES, round -> {
            List<Person> three = new ArrayList<>();
            for (int who = 0; who < 3; who++) {
                three.add(Person.signIn(client, Person.phone(RANGE + 1, 10 + round * 3 + who)));
            }
            List<String> codes = three.stream().map(Person::inviteCode).toList();

            List<Answer> answers = Together.of(
                    3,
                    who -> Together.whenServed(() -> three.get(who)
                            .client()
                            .send("PATCH", "/api/users/me/", Map.of("referral_code", codes.get((who + 1) % 3)))));

            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 422, "200 or 422");
            if (answers.stream().allMatch(answer -> answer.status() == 200)) {
                circles.incrementAndGet();
            }
        });
        assertThat(circles).hasValue(0);
    }
}
