package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person is given of themselves, from both sides and the real record. */
class ExportTest {

    private static final int RANGE = 141;

    private final Client client = SharedProgram.client();

    @Test
    void givesPeopleWhatIsHeldOfThemUntilTheyLeave() {
        String phone = Person.phone(RANGE, 1);
        String wrong = Person.wrong(Person.code(client, phone));
        client.post("/api/users/token/", Map.of("phone", phone, "password", wrong));
        Person inviter = Person.signIn(client, Person.phone(RANGE, 2));
        Person person = Person.signIn(client, phone);
        Answer changed = person.client()
                .put(
                        "/api/users/me/",
                        Map.of(
                                "phone", phone,
                                "email", "eve@example.org",
                                "city", "Тара",
                                "telegram_id", "@eve",
                                "referral_code", inviter.inviteCode()));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        String seen = changed.header("X-Event-Position").orElseThrow();

        Answer answer = person.client().with("X-Wait-For-Position", seen).get("/api/users/me/export/");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode export = answer.json();
        assertThat(export.at("/profile/phone").asString()).isEqualTo(phone);
        assertThat(export.at("/profile/email").asString()).isEqualTo("eve@example.org");
        assertThat(export.at("/brought_by").asString()).isEqualTo(inviter.id());
        assertThat(export.at("/numbers")).hasSize(1);
        assertThat(export.at("/sessions")).hasSize(1);
        assertThat(export.at("/login_history").toString()).contains("verified", "failed", "asked", "127.0.0.1");
        assertThat(payload(export, "verification.code-requested").path("phone").asString())
                .isEqualTo(phone);
        assertThat(payload(export, "verification.wrong-code-given")
                        .path("address")
                        .asString())
                .isEqualTo("127.0.0.1");
        assertThat(payload(export, "account.person-registered").path("phone").asString())
                .isEqualTo(phone);
        assertThat(payload(export, "account.profile-changed")
                        .path("telegram_id")
                        .asString())
                .isEqualTo("@eve");
        assertThat(payload(export, "session.opened").path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(answer.body()).doesNotContain(inviter.phone(), "gcm:", person.refresh());

        Person admin = SharedProgram.admin();
        String path = "/api/users/" + person.id() + "/export/";
        assertThat(admin.client().get(path).status()).isEqualTo(200);
        assertThat(inviter.client().get(path).status()).isEqualTo(404);
        Awaitility.await().untilAsserted(() -> {
            JsonNode looks = person.client().get("/api/users/me/export/").json().path("looks");
            assertThat(looks).hasSize(1);
            assertThat(looks.at("/0/what").asString()).isEqualTo("/api/users/{user_id}/export");
            assertThat(looks.at("/0/by").asString()).isEqualTo(admin.id());
            assertThat(looks.at("/0/role").asString()).isEqualTo("admin");
        });
        assertThat(inviter.client().get("/api/users/me/export/").json().path("looks"))
                .isEmpty();
        assertThat(person.client().delete("/api/users/me/").status()).isEqualTo(204);
        assertThat(person.client().get(path).status()).isEqualTo(401);
        assertThat(admin.client().get(path).status()).isEqualTo(404);
    }

    private static JsonNode payload(JsonNode export, String type) {
        return export.path("events")
                .valueStream()
                .filter(event -> type.equals(event.path("type").asString()))
                .findFirst()
                .orElseThrow()
                .path("payload");
    }
}
