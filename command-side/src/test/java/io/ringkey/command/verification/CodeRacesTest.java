package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.together;
import static io.ringkey.command.testing.RunningCommandSide.whenServed;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once, at two processes that share one database. */
class CodeRacesTest {

    private static RunningCommandSide one;
    private static RunningCommandSide other;

    @BeforeAll
    static void start() {
        one = RunningCommandSide.start(Map.of(), List.of(LegibleFields.class));
        other = one.another();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void makesOneAccountOfTwoHundredFirstSignInsAtOnce() {
        // A1
        String phone = newPhone();
        var answers = together(onBoth(200, app -> app.signIn(phone)));

        // Whoever comes with the code of a challenge that is spent guesses wrong at the next one.
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401, 429);
        assertThat(answers.stream()
                        .filter(answer -> answer.has("user_id"))
                        .map(answer -> answer.text("user_id"))
                        .distinct())
                .hasSize(1);
        assertThat(one.jdbc()
                        .sql(
                                "SELECT count(*) FROM event_store.domain_event WHERE payload_type = 'account.person-registered'"
                                        + " AND convert_from(payload, 'UTF8')::jsonb -> 'phone' ->> 'value' IN"
                                        + " (SELECT kept FROM legible.field WHERE value = ?)")
                        .param(phone)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void opensOneSessionForAHundredRightCodesAtOnce() {
        // C4
        for (int round = 0; round < 5; round++) {
            String phone = newPhone();
            Answer asked = one.askForCode(phone);
            var answers = together(onBoth(100, app -> app.postToken(phone, asked.text("auth_code"))));

            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401);
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(sessionsOf(asked)).isEqualTo(1);
        }
    }

    @Test
    void handsOnePairOutToAHundredWhoAskAfterTheBrowser() {
        String phone = newPhone();
        Answer asked = one.askForCode(phone);
        String code = asked.text("auth_code");
        one.putLogin(Map.of("auth_code", code, "phone", phone));
        var answers = together(onBoth(100, app -> app.postToken(phone, code)));

        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(sessionsOf(asked)).isEqualTo(1);
    }

    @Test
    void evaluatesThreeOfTwoHundredWrongCodesAtOnce() {
        // C5
        String phone = newPhone();
        Answer asked = one.askForCode(phone);
        String wrong = wrong(asked.text("auth_code"));
        var answers = together(onBoth(200, app -> app.postToken(phone, wrong)));

        assertThat(answers).extracting(Answer::status).containsOnly(401);
        assertThat(one.stream(one.streamOf(asked.text("challenge_id"))))
                .filteredOn(type -> type.equals("verification.wrong-code-given"))
                .hasSize(3);
        assertThat(answers.stream().map(answer -> answer.number("attempts_left")))
                .filteredOn(left -> left > 0)
                .containsExactlyInAnyOrder(2L, 1L);
        assertThat(one.postToken(phone, asked.text("auth_code")).status()).isEqualTo(401);
    }

    @Test
    void answersWhateverIsDoneToOneNumberAtOnce() {
        // R6
        String phone = newPhone();
        Answer asked = one.askForCode(phone);
        String code = asked.text("auth_code");
        var actions = new ArrayList<Callable<Answer>>();
        actions.addAll(onBoth(40, app -> app.askForCode(phone)));
        actions.addAll(onBoth(20, app -> app.postToken(phone, wrong(code))));
        actions.addAll(onBoth(20, app -> app.postToken(phone, code)));
        actions.addAll(onBoth(20, app -> app.putLogin(Map.of("auth_code", code, "phone", phone))));

        assertThat(together(actions)).extracting(Answer::status).allMatch(status -> status < 500);
    }

    private interface Call {
        Answer at(RunningCommandSide app);
    }

    private static List<Callable<Answer>> onBoth(int times, Call call) {
        var calls = new ArrayList<Callable<Answer>>();
        for (int i = 0; i < times; i++) {
            RunningCommandSide app = i % 2 == 0 ? one : other;
            calls.add(() -> whenServed(() -> call.at(app)));
        }
        return calls;
    }

    private static long sessionsOf(Answer asked) {
        return one.jdbc()
                .sql("SELECT count(*) FROM command_state.session WHERE challenge_id = ?::uuid")
                .param(asked.text("challenge_id"))
                .query(Long.class)
                .single();
    }
}
