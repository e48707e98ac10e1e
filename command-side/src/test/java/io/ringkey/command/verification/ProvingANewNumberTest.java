package io.ringkey.command.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.Way;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class ProvingANewNumberTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID STREAM = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID SUBJECT = UUID.fromString("01900000-0000-7000-8000-000000000002");
    private static final UUID CHALLENGE = UUID.fromString("01900000-0000-7000-8000-000000000003");
    private static final AccountId ANNA = AccountId.parse("01900000-0000-7000-8000-000000000004");
    private static final SessionId SESSION = SessionId.parse("01900000-0000-7000-8000-000000000005");
    private static final Personal ADDRESS = Personal.of(SUBJECT, "192.0.2.7");
    private static final Origin ORIGIN = new Origin("192.0.2.7", null);

    private static final NumberProved PROVED =
            new NumberProved(STREAM, CHALLENGE, ANNA.value(), SESSION.value(), NOON, ADDRESS, null);
    private static final ChangeRefused REFUSED =
            new ChangeRefused(STREAM, CHALLENGE, ANNA.value(), NOON, ADDRESS, null);

    private final AggregateTestFixture<PhoneVerification> fixture = new AggregateTestFixture<>(PhoneVerification.class);

    // C9
    @Test
    void isOpenToItsOwnPurposeAlone() {
        fixture.given(requestedFor(Purpose.CHANGE_PHONE)).whenInvoking(STREAM.toString(), number -> {
            assertThat(opening(number, Purpose.CHANGE_PHONE)).isInstanceOf(Opening.SignIn.class);
            assertThat(opening(number, Purpose.SIGN_IN)).isInstanceOf(Opening.Closed.class);
        });
        fixture.given(requestedFor(Purpose.SIGN_IN))
                .whenInvoking(
                        STREAM.toString(),
                        number -> assertThat(opening(number, Purpose.CHANGE_PHONE))
                                .isInstanceOf(Opening.Closed.class));
    }

    @Test
    void recordsWhoseNumberItIsFromNowOn() {
        fixture.given(requestedFor(Purpose.CHANGE_PHONE))
                .whenInvoking(
                        STREAM.toString(),
                        number -> number.numberProved(DeviceClass.UNRECOGNISED, ANNA, SESSION, ORIGIN, NOON))
                .expectEvents(PROVED);
    }

    @Test
    void recordsThatANumberWasWantedThatIsAnothers() {
        fixture.given(requestedFor(Purpose.CHANGE_PHONE))
                .whenInvoking(
                        STREAM.toString(), number -> number.changeRefused(DeviceClass.UNRECOGNISED, ANNA, ORIGIN, NOON))
                .expectEvents(REFUSED);
    }

    @Test
    void spendsTheCodeEitherWay() {
        for (Object end : new Object[] {PROVED, REFUSED}) {
            fixture.given(requestedFor(Purpose.CHANGE_PHONE), end)
                    .whenInvoking(
                            STREAM.toString(),
                            number -> assertThat(opening(number, Purpose.CHANGE_PHONE))
                                    .isInstanceOf(Opening.Closed.class));
        }
    }

    private static Opening opening(PhoneVerification number, Purpose purpose) {
        return number.opening(
                DeviceClass.UNRECOGNISED, purpose, new ChallengeId(CHALLENGE), Way.TOKEN_PAIR, 0, NOON.plusSeconds(1));
    }

    private static CodeRequested requestedFor(Purpose purpose) {
        return new CodeRequested(
                STREAM,
                SUBJECT,
                CHALLENGE,
                purpose,
                DeviceClass.UNRECOGNISED,
                Personal.of(SUBJECT, "+79136740000"),
                4,
                3,
                NOON,
                NOON.plusSeconds(300),
                ADDRESS,
                null);
    }
}
