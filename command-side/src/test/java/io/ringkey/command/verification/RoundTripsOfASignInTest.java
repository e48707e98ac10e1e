package io.ringkey.command.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.ringkey.api.verification.Way;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.testing.RoundTrips;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a sign-in costs is, more than anything, how often it waits for the database. */
class RoundTripsOfASignInTest {

    private static final Origin ORIGIN = new Origin("203.0.113.7", "test");

    /** The number's row with its tombstone, the events with their rows, the commit. */
    private static final int TO_ASK = 3;

    /** The number's row with its tombstone, its stream, the events with their rows, the commit. */
    private static final int TO_SIGN_IN = 4;

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
        // That the message was sent is no more on its way: it would have the number in its hands.
        await().until(() -> app.stream(asked[0].stream().value()).contains("delivery.code-sent"));
        int toSignIn = RoundTrips.of(() -> came[0] = give(phone, code(asked[0])));

        assertThat(came[0]).isInstanceOf(SignedIn.class);
        assertThat(toAsk).isEqualTo(TO_ASK);
        assertThat(toSignIn).isEqualTo(TO_SIGN_IN);
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
}
