package io.ringkey.command.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.MakeAdmin;
import io.ringkey.api.account.AccountCommand.SetRole;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.settings.BadSetting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstAdminTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void recordsAPersonWhoHasNeverSignedIn() {
        String phone = RunningCommandSide.newPhone();

        AccountId made = makeAdmin(app, phone);

        assertThat(app.stream(made.value()))
                .containsExactly("account.person-registered", "account.invite-code-given", "account.role-changed");
        Answer tokens = app.signIn(phone);
        assertThat(tokens.text("user_id")).isEqualTo(made.toString());
        assertThat(role(app, made)).isEqualTo("admin");
    }

    @Test
    void promotesAPersonWhoIsThere() {
        String phone = RunningCommandSide.newPhone();
        String id = app.signIn(phone).text("user_id");

        assertThat(makeAdmin(app, phone)).hasToString(id);
        assertThat(makeAdmin(app, phone)).hasToString(id);
        assertThat(app.stream(AccountId.parse(id).value())).containsOnlyOnce("account.role-changed");
    }

    // A1
    @Test
    void recordsOnePersonHoweverOftenAtOnce() {
        String phone = RunningCommandSide.newPhone();

        List<AccountId> made = RunningCommandSide.together(IntStream.range(0, 20)
                .<Callable<AccountId>>mapToObj(one -> () -> makeAdmin(app, phone))
                .toList());

        assertThat(made).containsOnly(made.getFirst());
        assertThat(app.stream(made.getFirst().value())).hasSize(3);
    }

    @Test
    void makesTheAdminOfTheSettingsOncePerNumber() {
        String database = TestDatabase.freshUrl();
        String first = RunningCommandSide.newPhone();
        AccountId admin;
        try (var running = RunningCommandSide.start(database, Map.of("ADMIN_PHONE", first))) {
            admin = makeAdmin(running, first);
            assertThat(running.stream(admin.value())).hasSize(3);
            running.bean(Commands.class).send(new SetRole(admin, Role.USER, admin), Void.class);
        }
        try (var again = RunningCommandSide.start(database, Map.of("ADMIN_PHONE", "8" + first.substring(2)))) {
            assertThat(role(again, admin)).isEqualTo("user");
            assertThat(again.jdbc()
                            .sql("SELECT count(*) FROM command_state.done_once WHERE what = 'admin-phone'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
        try (var another = RunningCommandSide.start(database, Map.of("ADMIN_PHONE", RunningCommandSide.newPhone()))) {
            assertThat(another.jdbc()
                            .sql("SELECT count(*) FROM command_state.account WHERE role = 'admin'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(role(another, admin)).isEqualTo("user");
        }
    }

    @Test
    void refusesToStartWithAnAdminPhoneThatCannotBeDialled() {
        assertThatThrownBy(() -> RunningCommandSide.start(Map.of("ADMIN_PHONE", "11111")))
                .isInstanceOf(BadSetting.class);
    }

    private static AccountId makeAdmin(RunningCommandSide app, String phone) {
        return app.bean(Commands.class)
                .send(new MakeAdmin(new PhoneNumber(phone)), AccountId.class)
                .outcome();
    }

    private static String role(RunningCommandSide app, AccountId account) {
        return app.jdbc()
                .sql("SELECT role FROM command_state.account WHERE account_id = ?")
                .param(account.value())
                .query(String.class)
                .single();
    }
}
