package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import io.ringkey.standalone.surface.ApiOperations.ApiOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Role by whose data it is, over every operation that the running program describes: a new one is in the matrix without
 * anybody thinking of it, and fails here unless it is closed or named among the open ones.
 */
class NobodyTouchesWhatIsAnothersTest {

    private static final int RANGE = 121;

    /** Open to anyone, each for a reason: how one signs in, how tokens are checked, what an unguessable name opens. */
    private static final Set<String> OPEN = Set.of(
            "GET /.well-known/jwks.json",
            "GET /.well-known/oauth-authorization-server",
            "POST /api/users/login/",
            "PUT /api/users/login/",
            "POST /api/users/token/",
            "POST /api/users/token/refresh/",
            "GET /api/users/{user_id}/avatar/{random}",
            "GET /outbox/latest");

    /** What moderators are there for: to look at people, never to change them. */
    private static final Set<String> METHODS_OF_MODERATORS = Set.of("GET");

    /** What else is there for them; who may call what is a table in {@link DeskIsForStaffTest}. */
    private static final Set<String> ALSO_FOR_MODERATORS = Set.of(
            "GET /api/admin/stats/",
            "GET /api/admin/attacks/",
            "GET /api/admin/streams/{stream_id}/",
            "GET /api/admin/referrals/leaders/",
            "GET /api/admin/referrals/questions/",
            "GET /api/admin/referrals/questions/{question_id}/",
            "GET /api/admin/referrals/{user_id}/",
            "POST /api/admin/users/{user_id}/reveal/");

    /** What no caller sets, whatever the body. */
    private static final Map<String, Object> NOT_THE_CALLERS = Map.of(
            "role", "admin",
            "id", "00000000-0000-0000-0000-000000000001",
            "user_id", "00000000-0000-0000-0000-000000000001",
            "referrals_total", 1000,
            "attempts_left", 99,
            "code_length", 1,
            "blocked", false,
            "created_at", "2020-01-01T00:00:00Z",
            "session_id", "00000000-0000-0000-0000-000000000001");

    private static final Client client = SharedProgram.client();
    private static List<ApiOperation> operations;
    private static Person admin;
    private static Person moderator;
    private static Person user;
    private static Person another;

    @BeforeAll
    static void everyRole() {
        operations = ApiOperations.of(client);
        admin = SharedProgram.admin();
        moderator = Person.signIn(client, Person.phone(RANGE, 1));
        admin.client().put("/api/admin/users/" + moderator.id() + "/role/", Map.of("role", "moderator"));
        user = Person.signIn(client, Person.phone(RANGE, 2));
        another = Person.signIn(client, Person.phone(RANGE, 3));
    }

    // A4
    @Test
    void isRefusedToWhoIsNotSignedIn() {
        var refused = new ArrayList<Integer>();
        for (ApiOperation operation : closed()) {
            for (String person : List.of(another.id(), "me")) {
                Answer answer = call(client, operation, foreign(person));
                assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(401);
                refused.add(answer.status());
            }
        }
        assertThat(refused).hasSizeGreaterThan(25);
    }

    // A4
    @Test
    void isNotThereForAUserWhoNamesAnother() {
        JsonNode before = profileOfAnother();
        for (ApiOperation operation : closed()) {
            if (operation.namesPerson()) {
                Answer answer = call(user.client(), operation, foreign(another.id()));
                assertThat(answer.status()).as("%s: %s", operation, answer).isIn(403, 404);
                if (!operation.path().contains("/admin/")) {
                    Answer ofNobody = call(user.client(), operation, foreign("00000000-0000-7000-8000-000000000001"));
                    assertThat(ofNobody.status()).as("%s of nobody", operation).isEqualTo(answer.status());
                    assertThat(ofNobody.text("code")).isEqualTo(answer.text("code"));
                }
            }
        }
        assertThat(profileOfAnother()).isEqualTo(before);
    }

    // A4
    @Test
    void isNotReachedThroughOnesOwnPath() {
        for (ApiOperation operation : closed()) {
            if (operation.namesPerson()
                    && operation.path().replace("{user_id}", "").contains("{")) {
                Answer answer = call(user.client(), operation, foreign("me"));
                assertThat(answer.status()).as("%s: %s", operation, answer).isBetween(400, 499);
            }
        }
        assertThat(another.profile().status()).as("their session").isEqualTo(200);
    }

    // A4
    @Test
    void isNotChangedByAModerator() {
        JsonNode before = profileOfAnother();
        for (ApiOperation operation : closed()) {
            boolean looking = METHODS_OF_MODERATORS.contains(operation.method());
            if (operation.namesPerson() && !looking && !ALSO_FOR_MODERATORS.contains(operation.toString())) {
                Answer answer = call(moderator.client(), operation, foreign(another.id()));
                assertThat(answer.status()).as("%s: %s", operation, answer).isIn(403, 404);
            }
        }
        assertThat(profileOfAnother()).isEqualTo(before);
    }

    // A4
    @Test
    void isNotAdministeredByAnyoneElse() {
        for (ApiOperation operation : closed()) {
            if (operation.path().startsWith("/api/admin/")) {
                var others =
                        ALSO_FOR_MODERATORS.contains(operation.toString()) ? List.of(user) : List.of(user, moderator);
                for (Person caller : others) {
                    Answer answer = call(caller.client(), operation, foreign(another.id()));
                    assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(403);
                }
            }
        }
    }

    // A5
    @Test
    void setsNoFieldThatIsNotTheCallersToSet() {
        JsonNode before = user.profile().json();
        int refused = 0;
        for (ApiOperation operation : operations) {
            if (operation.fields() == null) {
                continue;
            }
            Client caller = operation.path().startsWith("/api/admin/") ? admin.client() : user.client();
            for (var extra : NOT_THE_CALLERS.entrySet()) {
                if (operation.fields().containsKey(extra.getKey())) {
                    continue;
                }
                Map<String, Object> body = usual(operation);
                body.put(extra.getKey(), extra.getValue());
                Map<String, String> ids = Map.of("user_id", user.id(), "question_id", user.id());
                Answer answer = caller.send(operation.method(), operation.at(ids, "1"), body);
                assertThat(answer.status())
                        .as("%s with %s: %s", operation, extra.getKey(), answer)
                        .isEqualTo(400);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(40);
        assertThat(user.profile().json()).isEqualTo(before);
    }

    private static List<ApiOperation> closed() {
        return operations.stream()
                .filter(operation -> !OPEN.contains(operation.toString()))
                .toList();
    }

    /** Every id of a path is another's: their session, their picture, their person. */
    private static Map<String, String> foreign(String person) {
        return Map.of("user_id", person, "session_id", sessionOf(another), "index", "1", "name", "profiles");
    }

    private static String sessionOf(Person person) {
        String claims =
                new String(Base64.getUrlDecoder().decode(person.access().split("\\.")[1]), StandardCharsets.UTF_8);
        return JsonMapper.shared().readTree(claims).path("sid").asString();
    }

    private static Answer call(Client caller, ApiOperation operation, Map<String, String> ids) {
        return caller.send(
                operation.method(),
                operation.at(ids, "00000000-0000-7000-8000-000000000002"),
                operation.fields() == null ? null : usual(operation));
    }

    /** A body without fault, of which nothing but the caller can be wrong. */
    private static Map<String, Object> usual(ApiOperation operation) {
        var body = new HashMap<String, Object>();
        for (String field : operation.fields().keySet()) {
            switch (field) {
                case "phone" -> body.put(field, another.phone());
                case "city" -> body.put(field, "Taken");
                case "role" -> body.put(field, "user");
                case "auth_code", "password" -> body.put(field, "0000");
                case "refresh" -> body.put(field, "x");
                default -> {}
            }
        }
        return body;
    }

    private static JsonNode profileOfAnother() {
        return another.profile().json();
    }
}
