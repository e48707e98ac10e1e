package io.ringkey.standalone.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may see which page of the desk, and do what there: the whole of it as a table. */
class DeskIsForStaffTest {

    private static final int RANGE = 122;

    /** For whom a page is, or an action: the roles in order. A page that is not shows where to sign in, or says so. */
    private static final List<Row> TABLE = rows("""
            page or action                                 | user | moderator | admin
            GET /admin/                                    | no   | yes       | yes
            GET /admin/people/                             | no   | yes       | yes
            GET /admin/people/{user_id}/                   | no   | yes       | yes
            GET /admin/referrals/                          | no   | yes       | yes
            GET /admin/referrals/{user_id}/                | no   | yes       | yes
            GET /admin/security/                           | no   | yes       | yes
            GET /admin/projections/                        | no   | no        | yes
            GET /admin/dead-letters/                       | no   | no        | yes
            GET /api/admin/attacks/                        | no   | yes       | yes
            GET /api/admin/stats/                          | no   | yes       | yes
            GET /api/admin/referrals/leaders/              | no   | yes       | yes
            GET /api/admin/referrals/questions/            | no   | yes       | yes
            GET /api/admin/referrals/questions/{question_id}/ | no   | yes       | yes
            GET /api/admin/referrals/{user_id}/            | no   | yes       | yes
            POST /api/admin/users/{user_id}/reveal/        | no   | yes       | yes
            GET /admin/events/                             | no   | no        | yes
            GET /admin/events/{index}/                     | no   | no        | yes
            GET /admin/streams/{user_id}/                  | no   | yes       | yes
            GET /api/admin/streams/{stream_id}/            | no   | yes       | yes
            GET /api/admin/events/                         | no   | no        | yes
            GET /api/admin/events/tail/                    | no   | no        | yes
            GET /api/admin/events/{index}/                 | no   | no        | yes
            POST /api/admin/events/search/                 | no   | no        | yes
            GET /api/admin/projections/                    | no   | no        | yes
            GET /api/admin/projections/{name}/replay/      | no   | no        | yes
            POST /api/admin/projections/{name}/replay/     | no   | no        | yes
            POST /api/admin/referrals/questions/{question_id}/dismiss/ | no   | no        | yes
            POST /api/admin/referrals/revoke/              | no   | no        | yes
            POST /api/admin/referrals/{user_id}/revoke/    | no   | no        | yes
            DELETE /api/admin/projections/{name}/replay/   | no   | no        | yes
            POST /api/admin/projections/{name}/replay/switch/ | no   | no        | yes
            POST /api/admin/projections/{name}/replay/compare/ | no   | no        | yes
            GET /api/admin/dead-letters/                   | no   | no        | yes
            POST /api/admin/dead-letters/{id}/retry/       | no   | no        | yes
            DELETE /api/admin/dead-letters/{id}/           | no   | no        | yes
            POST /api/admin/users/{user_id}/block/         | no   | no        | yes
            POST /api/admin/users/{user_id}/unblock/       | no   | no        | yes
            POST /api/admin/users/{user_id}/confirm/       | no   | no        | yes
            PUT /api/admin/users/{user_id}/role/           | no   | no        | yes
            """);

    private static final Client nobody = SharedProgram.client();
    private static Map<String, Client> byToken;
    private static Map<String, Client> byCookie;
    private static Person another;

    private record Row(String method, String path, Map<String, Boolean> may) {

        boolean isPage() {
            return path.startsWith("/admin/");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void everyRole() {
        String admin = Person.phone(RANGE, 0);
        String moderator = Person.phone(RANGE, 1);
        String user = Person.phone(RANGE, 2);
        another = Person.signIn(nobody, Person.phone(RANGE, 3));
        byToken = Map.of(
                "user", Person.signIn(nobody, user).client(),
                "moderator", inTheRole("moderator", moderator),
                "admin", inTheRole("admin", admin));
        byCookie = Map.of(
                "user", inABrowser(user),
                "moderator", inABrowser(moderator),
                "admin", inABrowser(admin));
    }

    // A4
    @Test
    void andForNobodyWhoIsNotSignedIn() {
        for (Row row : TABLE) {
            Answer answer = call(nobody, row);
            if (row.isPage()) {
                assertThat(answer.status()).as(row.toString()).isEqualTo(200);
                assertThat(answer.body()).as(row.toString()).contains("id=\"ask\"");
                assertThat(answer.body()).as(row.toString()).doesNotContain("class=\"sections\"");
            } else {
                assertThat(answer.status()).as(row.toString()).isEqualTo(401);
            }
        }
    }

    // A4
    @Test
    void eachPageAndActionForTheRolesOfTheTable() {
        for (Row row : TABLE) {
            row.may().forEach((role, may) -> {
                Answer answer = call((row.isPage() ? byCookie : byToken).get(role), row);
                if (may) {
                    assertThat(answer.status())
                            .as("%s by %s: %s", row, role, answer)
                            .isNotIn(401, 403);
                } else {
                    assertThat(answer.status())
                            .as("%s by %s: %s", row, role, answer)
                            .isEqualTo(403);
                }
                if (row.isPage()) {
                    assertThat(answer.body().contains("class=\"sections\""))
                            .as("%s shown to %s", row, role)
                            .isEqualTo(may);
                }
            });
        }
    }

    @Test
    void andTheTableIsWhole() {
        var described = ApiOperations.of(nobody).stream()
                .map(Object::toString)
                .filter(operation -> operation.contains(" /api/admin/"))
                .collect(Collectors.toCollection(TreeSet::new));
        var actions = TABLE.stream()
                .filter(row -> !row.isPage())
                .map(Row::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(actions).isEqualTo(described);

        String menu = byCookie.get("admin").get("/admin/").body();
        var shown = Pattern.compile("<a href=\"(/admin/[^\"?]*)\"")
                .matcher(menu.substring(menu.indexOf("class=\"sections\""), menu.indexOf("</nav>")))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(shown).isNotEmpty();
        assertThat(TABLE.stream().map(Row::path)).containsAll(shown);
    }

    private static Answer call(Client caller, Row row) {
        String path = row.path()
                .replace("{user_id}", another.id())
                .replace("{name}", "profiles")
                .replaceAll("\\{[a-z_]+}", "1")
                // A good one has no end.
                .replace("/tail/", "/tail/?payload=full");
        Object body = row.method().equals("GET") ? null : Map.of("role", "user", "phone", another.phone());
        return caller.send(row.method(), path, body);
    }

    private static Client inTheRole(String role, String phone) {
        Person person = Person.signIn(nobody, phone);
        Answer given =
                SharedProgram.admin().client().put("/api/admin/users/" + person.id() + "/role/", Map.of("role", role));
        assertThat(given.status()).isEqualTo(204);
        return person.client();
    }

    private static Client inABrowser(String phone) {
        Client browser = SharedProgram.browser();
        String code = Person.code(browser, phone);
        assertThat(browser.put("/api/users/login/", Map.of("auth_code", code)).status())
                .isEqualTo(200);
        return browser;
    }

    private static List<Row> rows(String table) {
        List<List<String>> lines = table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
        List<String> roles = lines.getFirst().subList(1, lines.getFirst().size());
        return lines.stream()
                .skip(1)
                .map(line -> {
                    String[] call = line.getFirst().split(" ");
                    return new Row(
                            call[0],
                            call[1],
                            roles.stream()
                                    .collect(Collectors.toMap(
                                            role -> role,
                                            role -> line.get(1 + roles.indexOf(role))
                                                    .equals("yes"))));
                })
                .toList();
    }
}
