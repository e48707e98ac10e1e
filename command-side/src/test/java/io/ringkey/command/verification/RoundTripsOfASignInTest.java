package io.ringkey.command.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target.OfPhone;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.Way;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.account.Accounts.Standing;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.testing.RoundTrips;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.PersonalFields;
import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a sign-in costs is, more than anything, how often it waits for the database. */
class RoundTripsOfASignInTest {

    private static final Origin ORIGIN = new Origin("203.0.113.7", "test");

    /** The number's row with its tombstone, the events with their rows, the commit. */
    private static final int TO_ASK = 3;

    /** The number's row with its tombstone, its stream, the events with their rows, the commit. */
    private static final int TO_SIGN_IN = 4;

    private static final int SEVERAL = 3;
    private static final Duration KEYS_ARE_KNOWN_FOR = Duration.ofMillis(1_100);

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        // The cap on wrong codes would be asked now and then.
        app = RunningCommandSide.start(Map.of("LIMITS", "off"), List.of(RoundTrips.class));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** At some time: of a number's key it is known for a second only, and a busy machine may take longer in between. */
    @Test
    void areFew() {
        await().untilAsserted(RoundTripsOfASignInTest::takeTheFewest);
    }

    private static void takeTheFewest() throws Exception {
        var asked = new OnItsWay[1];
        var came = new VerificationOutcome[1];
        var phone = new PhoneNumber(RunningCommandSide.newPhone());

        int toAsk = RoundTrips.of(() -> asked[0] = ask(phone));
        awaitSent(asked[0].stream());
        int toSignIn = RoundTrips.of(() -> came[0] = give(phone, code(asked[0])));

        assertThat(came[0]).isInstanceOf(SignedIn.class);
        assertThat(toAsk).isEqualTo(TO_ASK);
        assertThat(toSignIn).isEqualTo(TO_SIGN_IN);
    }

    /** That the message was sent is no more on its way then: it would have the number in its hands. */
    private static void awaitSent(NumberStreamId number) {
        await().until(() -> app.stream(number.value()).contains("delivery.code-sent"));
    }

    private static OnItsWay ask(PhoneNumber phone) {
        return (OnItsWay) app.bean(Commands.class)
                .send(new RequestCode(phone, Purpose.SIGN_IN, Device.UNKNOWN, ORIGIN), CodeRequestOutcome.class)
                .outcome();
    }

    private static OneTimeCode code(OnItsWay asked) {
        return new OneTimeCode(
                app.bean(Deliveries.class).code(asked.challenge()).orElseThrow());
    }

    private static VerificationOutcome give(PhoneNumber phone, OneTimeCode code) {
        return app.bean(Commands.class)
                .send(
                        new VerifyCode(new OfPhone(phone), code, Way.TOKEN_PAIR, Device.UNKNOWN, null, ORIGIN),
                        VerificationOutcome.class)
                .outcome();
    }

    @Test
    void areNoneForWhatPeopleMayDoWhoComeBackAtOnce() {
        comingBack(standing -> {});
    }

    @Test
    void areNoneForTheKeysOfPeopleWhoComeBackAtOnce() {
        comingBack(standing -> assertThat(app.bean(PersonalFields.class)
                        .seal(new Place(standing.subject(), "session.opened", "address"), "192.0.2.1"))
                .isNotNull());
    }

    /** Nobody waits for the database then, for their standing or what is done with it. */
    private static void comingBack(Consumer<Standing> with) {
        List<PhoneNumber> phones = Stream.generate(RunningCommandSide::newPhone)
                .limit(SEVERAL)
                .map(PhoneNumber::new)
                .toList();
        phones.forEach(phone -> app.signIn(phone.e164()));
        List<PhoneNumbers.Row> rows =
                phones.stream().map(RoundTripsOfASignInTest::row).toList();
        rows.forEach(row -> awaitSent(row.stream()));
        // Until nobody's key is known of having signed in.
        await().pollDelay(KEYS_ARE_KNOWN_FOR).until(() -> true);

        new TransactionTemplate(app.bean(PlatformTransactionManager.class)).executeWithoutResult(group -> {
            var together = app.bean(NumbersTogether.class)
                    .readAhead(phones.stream()
                            .<CommandMessage<?>>map(RoundTripsOfASignInTest::giving)
                            .toList());

            assertThat(together).hasSize(SEVERAL);
            assertThat(waits(rows, with)).isZero();
        });
    }

    private static int waits(List<PhoneNumbers.Row> rows, Consumer<Standing> with) {
        try {
            return RoundTrips.of(() -> {
                rows.forEach(row -> with.accept(
                        app.bean(Accounts.class).standing(row.account()).orElseThrow()));
                return rows;
            });
        } catch (Exception unforeseen) {
            throw new IllegalStateException(unforeseen);
        }
    }

    private static CommandMessage<?> giving(PhoneNumber phone) {
        return new GenericCommandMessage<>(new VerifyCode(
                new OfPhone(phone), new OneTimeCode("1234"), Way.TOKEN_PAIR, Device.UNKNOWN, null, ORIGIN));
    }

    private static PhoneNumbers.Row row(PhoneNumber phone) {
        return app.bean(PhoneNumbers.class).find(phone).orElseThrow();
    }
}
