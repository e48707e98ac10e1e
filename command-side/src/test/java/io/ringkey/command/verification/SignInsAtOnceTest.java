package io.ringkey.command.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target.OfPhone;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.Positioned;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands that come at once share transactions, and nobody notices. */
class SignInsAtOnceTest {

    private static final Origin ORIGIN = new Origin("203.0.113.9", "test");
    private static final int PEOPLE = 60;

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of(
                "NUMBERS_PER_ADDRESS_AN_HOUR", "0",
                "SENDS_PER_PREFIX_AN_HOUR", "0",
                "CONVERSION_AFTER", "0",
                "SPRAYED_SHORT_CODES_A_DAY", "0"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private record Asked(PhoneNumber phone, Positioned<CodeRequestOutcome> answer) {

        OnItsWay code() {
            return (OnItsWay) answer.outcome();
        }
    }

    @Test
    void shareTransactionsAndAreEachToldTheirOwn() {
        List<Asked> asked = atOnce(newNumbers(), SignInsAtOnceTest::ask);

        assertThat(asked)
                .allSatisfy(one -> assertThat(one.answer().position())
                        .isEqualTo(positionOf(
                                "verification.code-requested",
                                one.code().stream().value())));
        assertThat(asked).extracting(one -> one.code().stream()).doesNotHaveDuplicates();
        assertThat(transactions("verification.code-requested")).isLessThan(PEOPLE);

        List<Positioned<VerificationOutcome>> came = atOnce(asked, one -> give(one.phone(), codeOf(one)));

        assertThat(came)
                .extracting(Positioned::outcome)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(SignedIn.class));
        assertThat(came).extracting(one -> ((SignedIn) one.outcome()).account()).doesNotHaveDuplicates();
        assertThat(came).extracting(Positioned::position).doesNotHaveDuplicates();
        assertThat(transactions("verification.code-verified")).isLessThan(PEOPLE);
    }

    // C6
    @Test
    void countEachWrongCodeAmongRightOnes() {
        List<Asked> asked = atOnce(newNumbers(), SignInsAtOnceTest::ask);

        List<VerificationOutcome> came = atOnce(
                IntStream.range(0, PEOPLE).boxed().toList(),
                place -> give(
                                asked.get(place).phone(),
                                place % 2 == 0
                                        ? codeOf(asked.get(place))
                                        : RunningCommandSide.wrong(codeOf(asked.get(place))))
                        .outcome());

        for (int place = 0; place < PEOPLE; place++) {
            UUID stream = asked.get(place).code().stream().value();
            if (place % 2 == 0) {
                assertThat(came.get(place)).isInstanceOf(SignedIn.class);
                assertThat(app.stream(stream)).contains("verification.code-verified");
            } else {
                assertThat(came.get(place)).isEqualTo(new WrongCode(2));
                assertThat(app.stream(stream))
                        .contains("verification.wrong-code-given")
                        .doesNotContain("verification.code-verified");
            }
        }
    }

    // C20
    @Test
    void countEveryMessageOnce() {
        long before = counted();

        List<Asked> asked = atOnce(newNumbers(), SignInsAtOnceTest::ask);

        assertThat(asked).hasSize(PEOPLE);
        assertThat(counted() - before).isEqualTo(PEOPLE);
    }

    private static long counted() {
        return app.jdbc()
                .sql("SELECT coalesce(sum(used), 0) FROM command_state.limit_window WHERE rule = 'DAY_SENDS'")
                .query(Long.class)
                .single();
    }

    private static <T, R> List<R> atOnce(List<T> all, Function<T, R> call) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<R>> answers = all.stream()
                    .map(one -> CompletableFuture.supplyAsync(() -> call.apply(one), callers))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    private static List<PhoneNumber> newNumbers() {
        return Stream.generate(RunningCommandSide::newPhone)
                .limit(PEOPLE)
                .map(PhoneNumber::new)
                .toList();
    }

    private static Asked ask(PhoneNumber phone) {
        var command = new RequestCode(phone, Purpose.SIGN_IN, Device.UNKNOWN, ORIGIN);
        return new Asked(phone, app.bean(Commands.class).send(command, CodeRequestOutcome.class));
    }

    private static Positioned<VerificationOutcome> give(PhoneNumber phone, String code) {
        return app.bean(Commands.class)
                .send(
                        new VerifyCode(
                                new OfPhone(phone),
                                new OneTimeCode(code),
                                Way.TOKEN_PAIR,
                                Device.UNKNOWN,
                                null,
                                ORIGIN),
                        VerificationOutcome.class);
    }

    private static String codeOf(Asked asked) {
        return app.bean(Deliveries.class).code(asked.code().challenge()).orElseThrow();
    }

    private static long positionOf(String type, UUID stream) {
        return app.jdbc()
                .sql("SELECT global_index FROM event_store.domain_event"
                        + " WHERE aggregate_identifier = ? AND payload_type = ?")
                .params(stream, type)
                .query(Long.class)
                .single();
    }

    private static long transactions(String type) {
        return app.jdbc()
                .sql("SELECT count(DISTINCT xmin::text) FROM event_store.domain_event WHERE payload_type = ?")
                .param(type)
                .query(Long.class)
                .single();
    }
}
