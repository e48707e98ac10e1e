package io.ringkey.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.command.testing.RoundTrips;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What several people may do is asked for at once. */
class StandingReadAheadTest {

    private static RunningCommandSide app;
    private static Accounts accounts;
    private static List<AccountId> people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("LIMITS", "off"), List.of(RoundTrips.class));
        accounts = app.bean(Accounts.class);
        for (int person = 0; person < 3; person++) {
            app.signIn(RunningCommandSide.newPhone());
        }
        people = app.jdbc().sql("SELECT account_id FROM command_state.account").query(UUID.class).list().stream()
                .map(AccountId::new)
                .toList();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void isAskedForOnceForAllOfThem() throws Exception {
        int waits = RoundTrips.of(() -> inTransaction(() -> {
            accounts.readAhead(people);
            people.forEach(person -> assertThat(accounts.standing(person)).isPresent());
        }));

        assertThat(people).hasSize(3);
        assertThat(waits).as("the question, and the commit").isEqualTo(2);
    }

    @Test
    void isGivenOnce() throws Exception {
        int waits = RoundTrips.of(() -> inTransaction(() -> {
            accounts.readAhead(people);
            accounts.standing(people.getFirst());
            accounts.standing(people.getFirst());
        }));

        assertThat(waits).as("two questions, and the commit").isEqualTo(3);
    }

    @Test
    void isForgottenWithTheTransaction() throws Exception {
        inTransaction(() -> accounts.readAhead(people));

        int waits = RoundTrips.of(() -> inTransaction(() -> accounts.standing(people.getFirst())));

        assertThat(waits).isEqualTo(2);
    }

    private static Object inTransaction(Runnable work) {
        new TransactionTemplate(app.bean(PlatformTransactionManager.class)).executeWithoutResult(now -> work.run());
        return people;
    }
}
