package io.ringkey.command.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RolesAndBlocksTest {

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void setsARoleOnceHoweverOftenItIsAsked() {
        Person admin = people.somebody(Role.ADMIN);
        Person anna = people.somebody();

        Answer set = admin.call("PUT", role(anna), Map.of("role", "moderator"));
        assertThat(set.status()).as(set.toString()).isEqualTo(204);
        assertThat(set.header("X-Event-Position")).isPresent();
        assertThat(admin.call("PUT", role(anna), Map.of("role", "moderator")).status())
                .isEqualTo(204);
        assertThat(anna.events()).containsOnlyOnce("account.role-changed");
    }

    // A6
    @Test
    void countsAtOnceForTokensThatWereHandedOutBefore() {
        Person admin = people.somebody(Role.ADMIN);
        Person boss = people.somebody();
        assertThat(boss.call("PUT", role(admin), Map.of("role", "user")).status())
                .isEqualTo(403);
        admin.call("PUT", role(boss), Map.of("role", "admin"));
        assertThat(boss.call("PUT", role(admin), Map.of("role", "user")).status())
                .isEqualTo(204);

        assertThat(admin.call("PUT", role(boss), Map.of("role", "user")).status())
                .isEqualTo(403);
    }

    // A6, T10
    @Test
    void keepsABlockedPersonOutAtOnceUntilUnblocked() {
        Person admin = people.somebody(Role.ADMIN);
        Person anna = people.somebody();

        assertThat(admin.call("POST", of(anna, "block")).status()).isEqualTo(204);
        assertThat(admin.call("POST", of(anna, "block")).status()).isEqualTo(204);
        assertThat(anna.patch(Map.of("city", "Омск")).status()).isIn(401, 403);
        app.clock().advance(Duration.ofMinutes(10));
        assertThat(app.signIn(anna.phone()).status()).isEqualTo(403);
        assertThat(anna.events()).containsOnlyOnce("account.person-blocked");

        assertThat(admin.call("POST", of(anna, "unblock")).status()).isEqualTo(204);
        assertThat(admin.call("POST", of(anna, "unblock")).status()).isEqualTo(204);
        app.clock().advance(Duration.ofMinutes(10));
        assertThat(app.signIn(anna.phone()).status()).isEqualTo(200);
        assertThat(anna.events()).containsOnlyOnce("account.person-unblocked");
        // The session that the block ended stays ended.
        assertThat(anna.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
    }

    @Test
    void refusesBlockingOneself() {
        Person admin = people.somebody(Role.ADMIN);

        Answer refused = admin.call("POST", of(admin, "block"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(admin.call("POST", "/api/admin/users/me/block/").status()).isEqualTo(400);
        assertThat(admin.events()).doesNotContain("account.person-blocked");
    }

    @Test
    void letsAnAdminStepDown() {
        Person admin = people.somebody(Role.ADMIN);

        assertThat(admin.call("PUT", role(admin), Map.of("role", "user")).status())
                .isEqualTo(204);
        assertThat(admin.call("PUT", role(admin), Map.of("role", "admin")).status())
                .isEqualTo(403);
    }

    @Test
    void refusesARoleThatIsNone() {
        Person admin = people.somebody(Role.ADMIN);
        Person anna = people.somebody();

        for (String body : List.of(
                "{}",
                "{\"role\":null}",
                "{\"role\":\"\"}",
                "{\"role\":\"root\"}",
                "{\"role\":\"ADMIN\"}",
                "{\"role\":2}",
                "{\"role\":\"admin\",\"by\":\"me\"}")) {
            assertThat(admin.call("PUT", role(anna), body).status()).as(body).isEqualTo(400);
        }
        assertThat(anna.events()).doesNotContain("account.role-changed");
    }

    @Test
    void knowsNobodyByAnUnknownId() {
        Person admin = people.somebody(Role.ADMIN);
        String nobody = "/api/admin/users/01900000-0000-7000-8000-000000000001/";

        assertThat(admin.call("PUT", nobody + "role/", Map.of("role", "user")).status())
                .isEqualTo(404);
        assertThat(admin.call("POST", nobody + "block/").status()).isEqualTo(404);
        assertThat(admin.call("POST", nobody + "unblock/").status()).isEqualTo(404);
        assertThat(admin.call("POST", "/api/admin/users/x/block/").status()).isEqualTo(404);
    }

    // A4
    @Test
    void isForAdminsAlone() {
        Person anna = people.somebody();
        for (Person caller : List.of(people.somebody(), people.somebody(Role.MODERATOR), anna)) {
            assertThat(caller.call("PUT", role(anna), Map.of("role", "admin")).status())
                    .isEqualTo(403);
            assertThat(caller.call("POST", of(anna, "block")).status()).isEqualTo(403);
            assertThat(caller.call("POST", of(anna, "unblock")).status()).isEqualTo(403);
        }
        assertThat(app.call("PUT", role(anna), Map.of("role", "admin")).status())
                .isEqualTo(401);
        assertThat(app.call("POST", of(anna, "block"), null).status()).isEqualTo(401);
        assertThat(app.call("POST", of(anna, "unblock"), null).status()).isEqualTo(401);
        assertThat(anna.events()).hasSize(2);
    }

    private static String role(Person person) {
        return of(person, "role");
    }

    private static String of(Person person, String what) {
        return "/api/admin/users/" + person.id() + "/" + what + "/";
    }
}
