package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The flows of the document that the API comes from, call by call. */
class SeedFlowsTest {

    private static final int RANGE = 101;

    private final Client client = SharedProgram.client();

    @Test
    void theLongWay() {
        Client browser = SharedProgram.browser();
        Person inviter = Person.signIn(client, Person.phone(RANGE, 1));
        String phone = Person.phone(RANGE, 2);

        Answer asked = browser.post("/api/users/login/", Map.of("phone", phone));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.json().propertyNames())
                .contains("challenge_id", "expires_in", "resend_after", "code_length", "attempts_left", "auth_code");
        assertThat(asked.json().path("code_length").asInt()).isEqualTo(4);
        assertThat(asked.json().path("attempts_left").asInt()).isEqualTo(3);
        String code = asked.text("auth_code");
        assertThat(code).matches("[0-9]{4}");

        Answer authorized = browser.put("/api/users/login/", Map.of("auth_code", code));
        assertThat(authorized.status()).isEqualTo(200);
        assertThat(authorized.json().path("new_user").asBoolean()).isTrue();
        assertThat(authorized.text("invite_code")).matches("[2-9A-HJ-NP-Z]{6}");
        String id = authorized.text("user_id");

        Answer token = browser.post("/api/users/token/", Map.of("phone", phone, "password", code));
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.json().propertyNames()).contains("access", "refresh", "token_type", "expires_in", "user_id");
        assertThat(token.text("user_id")).isEqualTo(id);
        Client person = client.as(token.text("access"));

        Answer profile = person.get("/api/users/" + id + "/");
        assertThat(profile.status()).isEqualTo(200);
        assertThat(profile.text("phone")).isEqualTo(phone);
        assertThat(profile.text("role")).isEqualTo("user");
        assertThat(profile.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "phone",
                        "email",
                        "city",
                        "telegram_id",
                        "avatar",
                        "invite_code",
                        "referral_code",
                        "referrals",
                        "referrals_total",
                        "role",
                        "created_at");

        Answer changed = person.put(
                "/api/users/" + id + "/",
                Map.of(
                        "phone", phone,
                        "email", "ann@example.org",
                        "city", "Омск",
                        "telegram_id", "@ann",
                        "referral_code", inviter.inviteCode().toLowerCase(java.util.Locale.ROOT)));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.text("city")).isEqualTo("Омск");
        assertThat(changed.text("referral_code")).isEqualTo(inviter.inviteCode());
        assertThat(inviter.profile().json().path("referrals_total").asInt()).isEqualTo(1);
        assertThat(inviter.profile()
                        .json()
                        .path("referrals")
                        .get(0)
                        .path("user_id")
                        .asString())
                .isEqualTo(id);

        assertThat(person.delete("/api/users/" + id + "/").status()).isEqualTo(204);
        assertThat(person.get("/api/users/" + id + "/").status()).isEqualTo(401);
        assertThat(SharedProgram.admin().client().get("/api/users/" + id + "/").status())
                .isEqualTo(404);
    }

    @Test
    void theShortWay() {
        Person person = Person.signIn(client, Person.phone(RANGE, 3));

        assertThat(person.client().get("/api/users/me").status()).isEqualTo(200);
        assertThat(person.client().get("/api/users/me/").text("id")).isEqualTo(person.id());
    }

    @Test
    void listsPeopleForModeratorsAndAdminsOnly() {
        Person somebody = Person.signIn(client, Person.phone(RANGE, 4));
        Person moderator = Person.signIn(client, Person.phone(RANGE, 5));
        Person admin = SharedProgram.admin();
        assertThat(admin.client()
                        .put("/api/admin/users/" + moderator.id() + "/role/", Map.of("role", "moderator"))
                        .status())
                .isBetween(200, 204);

        assertThat(client.get("/api/users/list/").status()).isEqualTo(401);
        assertThat(somebody.client().get("/api/users/list/").status()).isEqualTo(403);
        assertThat(moderator.client().get("/api/users/list/").status()).isEqualTo(200);
        assertThat(admin.client().get("/api/users/list/").status()).isEqualTo(200);
        Answer found = admin.client().get("/api/users/list/?search=" + somebody.id());
        assertThat(found.json().path("items").get(0).path("phone").asString()).isEqualTo(somebody.phone());
    }

    // C15
    @Test
    void twentySpellingsOfOneNumberAreOnePerson() {
        List<String> spellings = List.of(
                "+79131017777",
                "+7 913 101 77 77",
                "+7 (913) 101-77-77",
                "+7-913-101-77-77",
                "8 913 101 77 77",
                "89131017777",
                "8 (913) 101-77-77",
                "8-913-101-77-77",
                "8(913)1017777",
                "+7(913)1017777",
                "+7 913 1017777",
                "+7.913.101.77.77",
                "7 913 101 77 77",
                "79131017777",
                "9131017777",
                "913 101 77 77",
                "(913) 101-77-77",
                "913-101-77-77",
                " +7 913 101-77-77 ",
                "+7\u00a0913\u00a0101\u00a077\u00a077");
        Set<String> people = new HashSet<>();
        for (String spelling : spellings) {
            people.add(Person.signIn(client, spelling).id());
        }

        assertThat(spellings).hasSize(20).doesNotHaveDuplicates();
        assertThat(people).hasSize(1);
    }

    @Test
    void aSecondSignInGetsAChallengeOfItsOwnAndTheFirstCodeIsRefused() {
        String phone = Person.phone(RANGE, 6);
        Answer first = client.post("/api/users/login/", Map.of("phone", phone));
        client.post("/api/users/token/", Map.of("phone", phone, "password", first.text("auth_code")));

        Answer second = client.post("/api/users/login/", Map.of("phone", phone));

        assertThat(second.text("challenge_id")).isNotEqualTo(first.text("challenge_id"));
        if (!first.text("auth_code").equals(second.text("auth_code"))) {
            Answer refused =
                    client.post("/api/users/token/", Map.of("phone", phone, "password", first.text("auth_code")));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text("code")).isEqualTo("code.wrong");
        }
        assertThat(client.post("/api/users/token/", Map.of("phone", phone, "password", second.text("auth_code")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void puttingBackWhatWasReadIsNoEvent() {
        Person person = Person.signIn(client, Person.phone(RANGE, 7));
        person.client().put("/api/users/me/", Map.of("phone", person.phone(), "city", "Томск"));
        Answer read = person.profile();
        Person admin = SharedProgram.admin();
        int before = events(admin, person.id());

        Answer same = person.client().put("/api/users/me/", read.body());

        assertThat(same.status()).as(same.toString()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(same.body()))
                .isEqualTo(JsonMapper.shared().readTree(read.body()));
        assertThat(events(admin, person.id())).isEqualTo(before);
    }

    @Test
    void findsThreeWrongCodesOfANumberThatNeverSignedIn() {
        String phone = Person.phone(RANGE, 8);
        String right = Person.code(client, phone);
        for (int wrong = 1; wrong <= 3; wrong++) {
            String other = "%04d".formatted((Integer.parseInt(right) + wrong) % 10_000);
            assertThat(client.post("/api/users/token/", Map.of("phone", phone, "password", other))
                            .status())
                    .isEqualTo(401);
        }

        Answer found = SharedProgram.admin()
                .client()
                .post(
                        "/api/admin/events/search/",
                        new HashMap<>(Map.of("phone", phone, "type", "verification.wrong-code-given")));

        assertThat(found.status()).as(found.toString()).isEqualTo(200);
        assertThat(found.json().path("items")).hasSize(3);
        assertThat(found.body()).doesNotContain(phone);
    }

    private static int events(Person admin, String stream) {
        Answer events = admin.client().get("/api/admin/events/?stream=" + stream + "&limit=200");
        assertThat(events.status()).as(events.toString()).isEqualTo(200);
        return events.json().path("items").size();
    }
}
