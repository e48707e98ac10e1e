package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.Role;
import io.ringkey.web.access.AccessInventory.Endpoint;
import io.ringkey.web.sample.Sample;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class WhoMayCallTest {

    private final Sample sample = Sample.running();

    @ParameterizedTest // A4
    @CsvSource({
        // method, path, nobody, the person, another user, moderator, admin
        "GET, /api/users/{id}, 401 token.invalid, 200, 404 not-found, 200, 200",
        "PUT, /api/users/{id}, 401 token.invalid, 200, 404 not-found, 403 role.missing, 200",
        "GET, /api/users/me, 401 token.invalid, 200, 200, 200, 200",
        "GET, /api/admin/things, 401 token.invalid, 403 role.missing, 403 role.missing, 403 role.missing, 200",
        "GET, /api/open, 200, 200, 200, 200, 200",
    })
    void isAsDeclared(
            String method, String path, String nobody, String self, String user, String moderator, String admin) {
        var person = sample.sessions.open(Role.USER);
        var target = path.replace("{id}", person.account().toString());

        assertThat(outcome(method, target)).isEqualTo(nobody);
        assertThat(outcome(method, target, "Authorization", sample.bearer(person)))
                .isEqualTo(self);
        assertThat(outcome(method, target, "Authorization", sample.bearer(Role.USER)))
                .isEqualTo(user);
        assertThat(outcome(method, target, "Authorization", sample.bearer(Role.MODERATOR)))
                .isEqualTo(moderator);
        assertThat(outcome(method, target, "Authorization", sample.bearer(Role.ADMIN)))
                .isEqualTo(admin);
    }

    @Test // A4
    void anUnknownPersonLooksLikeAnother() {
        var token = sample.bearer(Role.USER);
        var another = sample.get("/api/users/" + sample.sessions.open(Role.USER).account(), "Authorization", token);
        var unknown = sample.get("/api/users/" + new UUID(7, 7), "Authorization", token);
        var nonsense = sample.get("/api/users/nonsense", "Authorization", token);

        assertThat(another.problem()).isEqualTo("404 not-found");
        assertThat(unknown.problem()).isEqualTo(another.problem());
        assertThat(nonsense.problem()).isEqualTo(another.problem());
    }

    @Test
    void meIsTheCaller() {
        var person = sample.sessions.open(Role.USER);

        assertThat(sample.put("/api/users/me", "{}", "Authorization", sample.bearer(person))
                        .body())
                .isEqualTo("{\"id\":\"" + person.account() + "\"}");
    }

    @Test
    void anIdInThePathThatIsNoneIsNotFound() {
        var token = sample.bearer(Role.USER);
        var good = new UUID(5, 5).toString();

        assertThat(sample.call("DELETE", "/api/users/me/sessions/" + good, null, "Authorization", token)
                        .body())
                .contains(good);
        assertThat(sample.call("DELETE", "/api/users/me/sessions/nonsense", null, "Authorization", token)
                        .problem())
                .isEqualTo("404 not-found");
    }

    @Test // A6
    void aRoleTakesEffectAtOnce() {
        var person = sample.sessions.open(Role.USER);
        var token = sample.bearer(person);
        assertThat(outcome("GET", "/api/admin/things", "Authorization", token)).isEqualTo("403 role.missing");

        sample.sessions.change(person.session(), state -> with(state, Role.ADMIN, false, false));
        assertThat(outcome("GET", "/api/admin/things", "Authorization", token)).isEqualTo("200");

        sample.sessions.change(person.session(), state -> with(state, Role.MODERATOR, false, false));
        assertThat(outcome("GET", "/api/admin/things", "Authorization", token)).isEqualTo("403 role.missing");
    }

    @Test // A6, T10
    void aBlockAndAnEndTakeEffectAtOnce() {
        var person = sample.sessions.open(Role.ADMIN);
        var token = sample.bearer(person);

        sample.sessions.change(person.session(), state -> with(state, Role.ADMIN, true, false));
        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("403 person.blocked");

        sample.sessions.change(person.session(), state -> with(state, Role.ADMIN, true, true));
        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("401 token.invalid");
    }

    @Test // A2
    void anUnconfirmedSessionMayCallNothingWhateverItsRole() {
        var person = sample.sessions.open(Role.ADMIN);
        var token = sample.bearer(person);
        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("200");
        sample.sessions.change(
                person.session(),
                state -> new SessionState(
                        state.session(),
                        state.account(),
                        state.role(),
                        false,
                        false,
                        state.expiresAt(),
                        state.signedInAt(),
                        state.lastUsedAt(),
                        null,
                        false));

        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("403 person.unconfirmed");
        assertThat(outcome("GET", "/api/users/" + new UUID(1, 999), "Authorization", token))
                .isEqualTo("403 person.unconfirmed");
    }

    @Test // T9
    void anExpiredSessionIsOver() {
        var person = sample.sessions.open(Role.USER);
        var token = sample.bearer(person);
        sample.sessions.change(
                person.session(),
                state -> new SessionState(
                        state.session(),
                        state.account(),
                        state.role(),
                        false,
                        false,
                        sample.clock.instant(),
                        state.signedInAt(),
                        state.lastUsedAt(),
                        null,
                        true));

        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("401 token.invalid");
    }

    @Test // R7
    void whatCannotBeJudgedNowIsForLater() {
        var state = sample.sessions.open(Role.USER);
        var token = sample.bearer(state);
        sample.sessions.takeAway(state.session());

        assertThat(outcome("GET", "/api/users/me", "Authorization", token)).isEqualTo("503 try-later");
        assertThat(outcome("GET", "/api/open", "Authorization", token)).isEqualTo("503 try-later");
        assertThat(outcome("POST", "/api/fail/wrong-code", "Authorization", token))
                .isEqualTo("401 code.wrong");
    }

    @Test // R7
    void whoCallsIsFoundOutOnlyWhereItMatters() {
        var state = sample.sessions.open(Role.USER);
        var token = sample.bearer(state);

        assertThat(outcome("POST", "/api/fail/wrong-code", "Authorization", token))
                .isEqualTo("401 code.wrong");
        assertThat(sample.sessions.lookedUp(state.session())).isFalse();

        assertThat(outcome("GET", "/api/open", "Authorization", token)).isEqualTo("200");
        assertThat(sample.sessions.lookedUp(state.session())).isTrue();
    }

    @Test // A4
    void everyEndpointIsListedWithItsRule() {
        assertThat(sample.context.getBean(AccessInventory.class).endpoints())
                .contains(
                        new Endpoint("GET", "/api/open", new AccessRule.Open()),
                        new Endpoint("GET", "/api/admin/things", new AccessRule.AtLeast(Role.ADMIN)),
                        new Endpoint("PUT", "/api/users/{user_id}", new AccessRule.SelfOrAtLeast(Role.ADMIN)));
    }

    @RestController
    static final class Undeclared {
        @GetMapping("/undeclared")
        void handle() {}
    }

    @RestController
    static final class Twice {
        @GetMapping("/twice")
        @Anyone
        @Requires(Role.USER)
        void handle() {}
    }

    @RestController
    @Anyone
    static final class Slashed {
        @GetMapping("/slashed/")
        void handle() {}
    }

    @RestController
    static final class Nameless {
        @GetMapping("/nameless")
        @SelfOr(Role.ADMIN)
        void handle() {}
    }

    @RestController
    @Anyone
    static final class Declared {
        @GetMapping("/declared")
        @Requires(Role.ADMIN)
        void handle() {}
    }

    @Test // A4
    void aHandlerThatSaysNothingStopsTheStart() {
        assertThatThrownBy(() -> inventoryOf(Undeclared.class)).hasMessageContaining("says nothing about who may call");
        assertThatThrownBy(() -> inventoryOf(Twice.class)).hasMessageContaining("more than one rule");
        assertThatThrownBy(() -> inventoryOf(Slashed.class)).hasMessageContaining("trailing slash");
        assertThatThrownBy(() -> inventoryOf(Nameless.class)).hasMessageContaining("names none");
    }

    @Test
    void theMethodsRuleGoesBeforeItsClasses() {
        assertThat(inventoryOf(Declared.class).endpoints())
                .containsExactly(new Endpoint("GET", "/declared", new AccessRule.AtLeast(Role.ADMIN)));
    }

    @Test
    void aTokenIsNoUseAfterItsTime() {
        // The clock of the one that all share would move for those that run beside this.
        try (var alone = Sample.reachedBy("http://127.0.0.1:8000")) {
            var token = alone.bearer(Role.USER);

            alone.clock.forward(Duration.ofSeconds(900));

            assertThat(alone.get("/api/users/me", "Authorization", token).problem())
                    .isEqualTo("401 token.invalid");
        }
    }

    private String outcome(String method, String path, String... headers) {
        var answer = sample.call(method, path, method.equals("GET") ? null : "{}", headers);
        return answer.status() == 200 ? "200" : answer.problem();
    }

    private static SessionState with(SessionState state, Role role, boolean blocked, boolean ended) {
        return new SessionState(
                state.session(),
                state.account(),
                role,
                blocked,
                ended,
                state.expiresAt(),
                state.signedInAt(),
                state.lastUsedAt(),
                state.browserHash(),
                true);
    }

    private static AccessInventory inventoryOf(Class<?> controller) {
        var context = new StaticWebApplicationContext();
        context.registerSingleton("controller", controller);
        context.registerSingleton("mapping", RequestMappingHandlerMapping.class);
        context.refresh();
        ObjectProvider<RequestMappingHandlerMapping> mappings =
                context.getBeanProvider(RequestMappingHandlerMapping.class);
        var inventory = new AccessInventory(mappings);
        inventory.afterSingletonsInstantiated();
        return inventory;
    }
}
