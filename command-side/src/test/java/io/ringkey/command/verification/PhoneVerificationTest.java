package io.ringkey.command.verification;

import static io.ringkey.api.verification.DeviceClass.UNRECOGNISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.test.matchers.Matchers.noEvents;

import io.ringkey.api.Ids;
import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.delivery.DeliveryCommand.RecordSendingFailed;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.DeviceSecret;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.SignInRefused;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesForgiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesRemembered;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.Blocked;
import io.ringkey.api.verification.VerificationOutcome.NoChallenge;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.device.Devices;
import io.ringkey.command.limit.Limits;
import io.ringkey.command.limit.Refusal;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Remembered;
import io.ringkey.command.referral.Referrals;
import io.ringkey.command.session.Sessions;
import io.ringkey.command.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhoneVerificationTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID STREAM = id(1);
    private static final UUID SUBJECT = id(2);
    private static final UUID FIRST = id(3);
    private static final UUID ACCOUNT = id(4);
    private static final UUID SESSION = id(5);
    private static final UUID NEXT = id(100);
    private static final PhoneNumber PHONE = new PhoneNumber("+79136740000");
    private static final Origin ORIGIN = new Origin("192.0.2.7", "curl/8");
    private static final Personal ADDRESS = Personal.of(SUBJECT, "192.0.2.7");
    private static final Personal CLIENT = Personal.of(SUBJECT, "curl/8");
    private static final OneTimeCode RIGHT = new OneTimeCode("4071");
    private static final OneTimeCode WRONG = new OneTimeCode("1234");
    private static final byte[] COOKIE = "cookie".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANOTHER_COOKIE = "another".getBytes(StandardCharsets.US_ASCII);
    private static final Device OWN = new Device(new DeviceSecret("own"), false);
    private static final SessionSecret SECRET = new SessionSecret("secret");

    private final List<Object> states = new ArrayList<>();
    private final TestClock clock = new TestClock(NOON);
    private final Rows rows = new Rows();
    private final KnownPeople people = new KnownPeople();
    private final KnownSessions sessions = new KnownSessions();
    private final KnownDevices devices = new KnownDevices();
    private final KnownLimits limits = new KnownLimits();
    private VerificationRules rules = rules(4, true);

    // Asking

    @Test
    void makesAChallengeForWhoeverAsksFirst() {
        fixture()
                .givenNoPriorActivity()
                .when(asking())
                .expectEvents(requested(NEXT, NOON, 4, 3))
                .expectResultMessagePayload(onItsWay(NEXT, 4, 3, NOON, NOON));
    }

    @Test
    void grantsFiveGuessesFromSixDigitsOn() {
        rules = rules(6, true);

        fixture().givenNoPriorActivity().when(asking()).expectEvents(requested(NEXT, NOON, 6, 5));
    }

    @Test
    void answersForTheSameChallengeInsideTheGapAndSendsNothing() {
        after(59);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), wrong(FIRST, 2, NOON.plusSeconds(5)))
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(onItsWay(FIRST, 4, 2, NOON, NOON));
    }

    @Test
    void sendsTheSameCodeAgainAfterTheGap() {
        after(60);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(asking())
                .expectEvents(again(FIRST, 2, NOON.plusSeconds(60)))
                .expectResultMessagePayload(onItsWay(FIRST, 4, 3, NOON, NOON.plusSeconds(60)));
    }

    @Test
    void countsTheGapFromTheLastSending() {
        after(100);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), again(FIRST, 2, NOON.plusSeconds(60)))
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(onItsWay(FIRST, 4, 3, NOON, NOON.plusSeconds(60)));
    }

    @Test
    void makesANewChallengeWhenLessThanTwoMinutesAreLeft() {
        after(181);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(181), 4, 3));
    }

    @Test
    void makesANewChallengeWhenNoGuessIsLeft() {
        after(60);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), wrong(FIRST, 0, NOON.plusSeconds(5)))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(60), 4, 2));
    }

    @Test
    void refusesToSendInsideTheGapOnceTheGuessesAreSpent() {
        after(59);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), wrong(FIRST, 0, NOON.plusSeconds(5)))
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new BudgetSpent(NOON.plusSeconds(60)));
    }

    @Test
    void makesANewChallengeAtOnceAfterASuccess() {
        after(10);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.TOKEN_PAIR))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(10), 4, 3));
    }

    @Test
    void keepsNoGapWithTheLimitsOff() {
        rules = rules(4, false);

        fixture().given(requested(FIRST, NOON, 4, 3)).when(asking()).expectEvents(again(FIRST, 2, NOON));
    }

    @Test
    void makesANewChallengeForAnotherPurpose() {
        after(60);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RequestCode(PHONE, Purpose.CHANGE_PHONE, Device.UNKNOWN, ORIGIN))
                .expectEvents(requested(NEXT, NOON.plusSeconds(60), 4, 3, Purpose.CHANGE_PHONE, UNRECOGNISED));
    }

    @Test
    void keepsTheChallengesOfTheDeviceClassesApart() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RequestCode(PHONE, Purpose.SIGN_IN, OWN, ORIGIN))
                .expectEvents(requested(NEXT, NOON, 4, 3, Purpose.SIGN_IN, DeviceClass.RECOGNISED));
    }

    // Guessing

    @Test
    void registersWhoeverGivesTheRightCodeForTheFirstTime() {
        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEvents(verified(id(100), Way.TOKEN_PAIR))
                .expectResultMessagePayload(signedIn(id(100), true));
    }

    @Test
    void signsAKnownPersonIn() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(RIGHT, Way.BROWSER_SESSION))
                .expectEvents(verified(ACCOUNT, Way.BROWSER_SESSION))
                .expectResultMessagePayload(signedIn(ACCOUNT, false));
    }

    @Test
    void recordsAWrongCodeAndSaysHowManyAreLeft() {
        // C6
        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(WRONG, Way.TOKEN_PAIR))
                .expectEvents(wrong(FIRST, 2, NOON))
                .expectResultMessagePayload(new WrongCode(2));
    }

    @Test
    void takesNoCodeOnceTheGuessesAreSpent() {
        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        wrong(FIRST, 0, NOON))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void keepsTheGuessesThatAResendFindsSpent() {
        // C7
        fixture()
                .given(requested(FIRST, NOON, 4, 3), wrong(FIRST, 2, NOON), again(FIRST, 2, NOON))
                .when(giving(WRONG, Way.TOKEN_PAIR))
                .expectEvents(wrong(FIRST, 1, NOON));
    }

    @Test
    void takesNoCodeWhenItsTimeIsOver() {
        // C3
        after(300);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void takesNoCodeTwice() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.TOKEN_PAIR))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void takesNoCodeOfAnOlderChallenge() {
        // C8
        fixture()
                .given(requested(FIRST, NOON, 4, 3), requested(NEXT, NOON, 4, 3))
                .when(new VerifyCode(
                        new Target.OfChallenge(new NumberStreamId(STREAM), new ChallengeId(FIRST)),
                        RIGHT,
                        Way.BROWSER_SESSION,
                        Device.UNKNOWN,
                        COOKIE,
                        ORIGIN))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void takesNoCodeOfAnotherPurpose() {
        // C9
        fixture()
                .given(requested(FIRST, NOON, 4, 3, Purpose.CHANGE_PHONE, UNRECOGNISED))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void takesNoCodeOfANumberThatNeverAsked() {
        fixture()
                .givenNoPriorActivity()
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void countsNoGuessesWithTheLimitsOff() {
        rules = rules(4, false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(WRONG, Way.TOKEN_PAIR))
                .expectEvents(wrong(FIRST, 3, NOON));
    }

    @Test
    void refusesTheRightCodeOfABlockedPersonAndSpendsIt() {
        people.known = standing(true);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEvents(refused(FIRST, NOON))
                .expectResultMessagePayload(new Blocked());
    }

    @Test
    void takesNoSecondGuessAtTheCodeOfABlockedPerson() {
        people.known = standing(true);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), refused(FIRST, NOON))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectNoEvents()
                .expectResultMessagePayload(new NoChallenge());
    }

    // The pair of a session that a browser opened

    @Test
    void handsThePairOfABrowsersSessionOut() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.BROWSER_SESSION))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEvents(new PairHandedOut(STREAM, FIRST, SESSION, NOON))
                .expectResultMessagePayload(signedIn(ACCOUNT, false));
    }

    @Test
    void handsThePairOutOnce() {
        people.known = standing(false);

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        verified(Way.BROWSER_SESSION),
                        new PairHandedOut(STREAM, FIRST, SESSION, NOON))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void handsThePairOutToTheClientThatItIsBoundToAlone() {
        people.known = standing(false);
        rows.binding = COOKIE;

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.BROWSER_SESSION))
                .when(new VerifyCode(
                        new Target.OfPhone(PHONE), RIGHT, Way.TOKEN_PAIR, Device.UNKNOWN, ANOTHER_COOKIE, ORIGIN))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void countsWrongCodesGivenForThePairToo() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.BROWSER_SESSION))
                .when(giving(WRONG, Way.TOKEN_PAIR))
                .expectEvents(wrong(FIRST, 2, NOON))
                .expectResultMessagePayload(new WrongCode(2));
    }

    @Test
    void opensNoBrowserSessionAfterTheTokens() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.TOKEN_PAIR))
                .when(giving(RIGHT, Way.BROWSER_SESSION))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    @Test
    void handsNoPairOutOfASessionThatEnded() {
        people.known = standing(false);
        sessions.ended = true;

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.BROWSER_SESSION))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
    }

    // Budgets

    @Test
    void givesSixDigitsAfterThreeWrongCodes() {
        after(3600);

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        wrong(FIRST, 0, NOON))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(3600), 6, 5));
    }

    @Test
    void leavesANewShortCodeOnlyTheGuessesThatAreLeftOfThree() {
        // C7
        after(3600);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), wrong(FIRST, 2, NOON), wrong(FIRST, 1, NOON))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(3600), 4, 1));
    }

    @Test
    void givesEightDigitsAfterTwentyWrongCodes() {
        after(3600);
        var history = new ArrayList<Object>(List.of(requested(FIRST, NOON, 4, 3)));
        for (int wrongCodes = 0; wrongCodes < 20; wrongCodes++) {
            history.add(wrong(FIRST, 1, NOON));
        }

        fixture().given(history).when(asking()).expectEvents(requested(NEXT, NOON.plusSeconds(3600), 8, 5));
    }

    @Test
    void forgivesOthersOnlyAfterARightCodeAndThirtyDays() {
        after(Duration.ofDays(30));

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        verified(Way.TOKEN_PAIR))
                .when(asking())
                .expectEvents(
                        requested(NEXT, clock.instant(), 4, 3),
                        new WrongCodesForgiven(STREAM, NEXT, UNRECOGNISED, clock.instant()));
    }

    @Test
    void forgivesNobodyForTimeAlone() {
        after(Duration.ofDays(400));

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        wrong(FIRST, 0, NOON))
                .when(asking())
                .expectEvents(requested(NEXT, clock.instant(), 6, 5));
    }

    @Test
    void forgivesNobodyForARightCodeBeforeTheTimeIsOver() {
        after(Duration.ofDays(30).minusSeconds(1));

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        verified(Way.TOKEN_PAIR))
                .when(asking())
                .expectEvents(requested(NEXT, clock.instant(), 4, 1));
    }

    @Test
    void neverCountsOthersGuessesAgainstTheOwnersDevice() {
        // C22
        people.known = standing(false);

        fixture()
                .given(
                        requested(FIRST, NOON, 4, 3),
                        wrong(FIRST, 2, NOON),
                        wrong(FIRST, 1, NOON),
                        wrong(FIRST, 0, NOON))
                .when(new RequestCode(PHONE, Purpose.SIGN_IN, OWN, ORIGIN))
                .expectEvents(requested(NEXT, NOON, 4, 3, Purpose.SIGN_IN, DeviceClass.RECOGNISED));
    }

    @Test
    void remembersTheGuessesAtANumberThatWasForgotten() {
        rows.fresh = true;
        rows.remembered = new Remembered(3, NOON.minusSeconds(60), false);

        fixture()
                .givenNoPriorActivity()
                .when(asking())
                .expectEvents(
                        new WrongCodesRemembered(STREAM, NEXT, UNRECOGNISED, 3, NOON.minusSeconds(60), NOON),
                        requested(NEXT, NOON, 6, 5));
        assertThat(rows.wrongCodes).as("for the next tombstone").isEqualTo(3);
    }

    @Test
    void sendsFiveAnHourAndSaysWhenTheNextMayGo() {
        // C18
        after(3000);
        var history = new ArrayList<Object>();
        for (int send = 0; send < 5; send++) {
            history.add(requested(id(10 + send), NOON.plusSeconds(send * 400L), 4, 3));
        }

        fixture()
                .given(history)
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new BudgetSpent(NOON.plusSeconds(3600)));
        assertThat(limits.recorded).containsExactly(LimitRule.NUMBER_SENDS);
        after(600);
        fixture().given(history).when(asking()).expectEvents(requested(NEXT, NOON.plusSeconds(3600), 4, 3));
    }

    @Test
    void sendsTenADay() {
        var history = new ArrayList<Object>();
        for (int send = 0; send < 10; send++) {
            history.add(requested(id(10 + send), NOON.plusSeconds(send * 7200L), 4, 3));
        }
        after(Duration.ofDays(1).minusSeconds(1));

        fixture()
                .given(history)
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new BudgetSpent(NOON.plus(Duration.ofDays(1))));
    }

    // What all numbers share

    @Test
    void answersAsIfItHadSentWhenAnotherLimitRefuses() {
        // C14
        limits.sendsRefusedBy = LimitRule.ADDRESS_NUMBERS;
        rows.fresh = true;

        fixture()
                .givenNoPriorActivity()
                .when(asking())
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new OnItsWay(
                        new NumberStreamId(id(100)),
                        new ChallengeId(id(101)),
                        4,
                        3,
                        NOON.plusSeconds(300),
                        NOON.plusSeconds(60)));
        assertThat(limits.recorded).containsExactly(LimitRule.ADDRESS_NUMBERS);
        assertThat(rows.takenBack).isTrue();
    }

    @Test
    void asksNoOtherLimitForARecognisedDevice() {
        // C20, C22
        people.known = standing(false);
        limits.sendsRefusedBy = LimitRule.PREFIX_SENDS;
        limits.shortest = 6;

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RequestCode(PHONE, Purpose.SIGN_IN, OWN, ORIGIN))
                .expectEvents(requested(NEXT, NOON, 4, 3, Purpose.SIGN_IN, DeviceClass.RECOGNISED));
        assertThat(limits.taken).isZero();
    }

    @Test
    void takesNothingOutOfOtherBudgetsWhereNothingIsSent() {
        after(30);

        fixture().given(requested(FIRST, NOON, 4, 3)).when(asking()).expectEventsMatching(noEvents());
        assertThat(limits.taken).isZero();
    }

    @Test
    void endsShortCodesWhileSomebodySpraysThem() {
        // C21
        limits.shortest = 6;

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(RIGHT, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
        after(60);
        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(asking())
                .expectEvents(requested(NEXT, NOON.plusSeconds(60), 6, 5));
    }

    @Test
    void looksAtNoMoreWrongCodesThanTheDayAllows() {
        // C21
        limits.guessesRefusedBy = LimitRule.SPRAYED_SHORT_CODES;

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(giving(WRONG, Way.TOKEN_PAIR))
                .expectEventsMatching(noEvents())
                .expectResultMessagePayload(new NoChallenge());
        assertThat(limits.recorded).containsExactly(LimitRule.SPRAYED_SHORT_CODES);
    }

    @Test
    void handsARecognisedDeviceThePairOfTheSessionThatMadeItOne() {
        people.known = standing(false);

        fixture()
                .given(requested(FIRST, NOON, 4, 3), verified(Way.BROWSER_SESSION))
                .when(new VerifyCode(new Target.OfPhone(PHONE), RIGHT, Way.TOKEN_PAIR, OWN, COOKIE, ORIGIN))
                .expectEvents(new PairHandedOut(STREAM, FIRST, SESSION, NOON));
    }

    // Sending

    @Test
    void recordsASendingOnce() {
        var sent = new CodeSent(STREAM, FIRST, 1, "webhook", NOON);
        var record = new RecordCodeSent(new NumberStreamId(STREAM), new ChallengeId(FIRST), 1, "webhook");

        fixture().given(requested(FIRST, NOON, 4, 3)).when(record).expectEvents(sent);
        fixture().given(requested(FIRST, NOON, 4, 3), sent).when(record).expectEventsMatching(noEvents());
    }

    @Test
    void recordsThatASendingWasGivenUp() {
        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RecordSendingFailed(
                        new NumberStreamId(STREAM), new ChallengeId(FIRST), 1, "webhook", "timeout"))
                .expectEvents(new SendingFailed(STREAM, FIRST, 1, "webhook", "timeout", NOON));
    }

    private void after(Duration time) {
        clock.advance(time);
    }

    private void after(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    private RequestCode asking() {
        return new RequestCode(PHONE, Purpose.SIGN_IN, Device.UNKNOWN, ORIGIN);
    }

    private static VerifyCode giving(OneTimeCode code, Way way) {
        return new VerifyCode(new Target.OfPhone(PHONE), code, way, Device.UNKNOWN, COOKIE, ORIGIN);
    }

    private static OnItsWay onItsWay(UUID challenge, int length, int attempts, Instant asked, Instant sent) {
        return new OnItsWay(
                new NumberStreamId(STREAM),
                new ChallengeId(challenge),
                length,
                attempts,
                asked.plusSeconds(300),
                sent.plusSeconds(60));
    }

    private static VerificationOutcome signedIn(UUID account, boolean newUser) {
        return new SignedIn(new AccountId(account), new SessionId(SESSION), true, newUser, "K7WQ4M", SECRET, null);
    }

    private static CodeRequested requested(UUID challenge, Instant at, int length, int attempts) {
        return requested(challenge, at, length, attempts, Purpose.SIGN_IN, UNRECOGNISED);
    }

    private static CodeRequested requested(
            UUID challenge, Instant at, int length, int attempts, Purpose purpose, DeviceClass deviceClass) {
        return new CodeRequested(
                STREAM,
                SUBJECT,
                challenge,
                purpose,
                deviceClass,
                Personal.of(SUBJECT, PHONE.e164()),
                length,
                attempts,
                at,
                at.plusSeconds(300),
                ADDRESS,
                CLIENT);
    }

    private static CodeRequestedAgain again(UUID challenge, int send, Instant at) {
        return new CodeRequestedAgain(STREAM, challenge, send, at, ADDRESS, CLIENT);
    }

    private static WrongCodeGiven wrong(UUID challenge, int left, Instant at) {
        return new WrongCodeGiven(STREAM, challenge, left, at, ADDRESS, CLIENT);
    }

    private static SignInRefused refused(UUID challenge, Instant at) {
        return new SignInRefused(STREAM, challenge, ACCOUNT, at, ADDRESS, CLIENT);
    }

    private static CodeVerified verified(Way way) {
        return verified(ACCOUNT, way);
    }

    private static CodeVerified verified(UUID account, Way way) {
        return new CodeVerified(STREAM, FIRST, account, SESSION, way, NOON, ADDRESS, CLIENT);
    }

    private static Accounts.Standing standing(boolean blocked) {
        return new Accounts.Standing(id(6), Role.USER, blocked, new InviteCode("K7WQ4M"));
    }

    private static UUID id(int number) {
        return new UUID(0x7000, number);
    }

    private AggregateTestFixture<PhoneVerification> fixture() {
        var fixture = new AggregateTestFixture<>(PhoneVerification.class);
        var ids = countingIds();
        fixture.registerAnnotatedCommandHandler(new RequestHandlers(
                fixture.getRepository(),
                rows,
                rows,
                devices,
                limits,
                rules,
                (stream, type, version, state) -> states.add(state),
                ids,
                clock));
        fixture.registerAnnotatedCommandHandler(new VerifyHandler(
                fixture.getRepository(),
                rows,
                rows,
                people,
                sessions,
                devices,
                new NoInvites(),
                limits,
                rules,
                ids,
                clock));
        return fixture;
    }

    private static VerificationRules rules(int codeLength, boolean limited) {
        return new VerificationRules(
                codeLength, Duration.ofMinutes(5), Duration.ofSeconds(60), 3, 20, Duration.ofDays(30), 5, 10, limited);
    }

    private static Ids countingIds() {
        int[] next = {100};
        return () -> id(next[0]++);
    }

    /** The number's row and the delivery's, both always there. */
    private final class Rows implements PhoneNumbers, Deliveries {

        private byte @Nullable [] binding;
        private boolean fresh;
        private @Nullable Remembered remembered;
        private boolean takenBack;
        private int wrongCodes;

        private Row row() {
            return new Row(
                    new NumberStreamId(STREAM),
                    SUBJECT,
                    people.known == null ? null : new AccountId(ACCOUNT),
                    fresh,
                    remembered);
        }

        @Override
        public Ahead readAhead(
                Collection<PhoneNumber> opened, Collection<PhoneNumber> locked, Collection<NumberStreamId> streams) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Row open(PhoneNumber phone) {
            return row();
        }

        @Override
        public Optional<Row> lock(PhoneNumber phone) {
            return Optional.of(row());
        }

        @Override
        public Optional<Row> lock(NumberStreamId stream) {
            return Optional.of(row());
        }

        @Override
        public Optional<Row> find(PhoneNumber phone) {
            return Optional.of(row());
        }

        @Override
        public void takeBack(NumberStreamId stream) {
            takenBack = true;
        }

        @Override
        public void noteWrongCodes(NumberStreamId stream, int count, @Nullable Instant lastAt) {
            wrongCodes = count;
        }

        @Override
        public Optional<Given> give(NumberStreamId stream, PhoneNumber phone, AccountId account) {
            return Optional.of(new Given(false));
        }

        @Override
        public Optional<NumberStreamId> forget(AccountId account) {
            return Optional.empty();
        }

        @Override
        public void begin(Wanted wanted, @Nullable ChallengeId replaced) {}

        @Override
        public void again(ChallengeId challenge, int send) {}

        @Override
        public Optional<Pending> recall(ChallengeId challenge) {
            return find(challenge);
        }

        @Override
        public Optional<Pending> find(ChallengeId challenge) {
            return Optional.of(new Pending() {
                @Override
                public PhoneNumber phone() {
                    return PHONE;
                }

                @Override
                public boolean hasCode(OneTimeCode given) {
                    return given.equals(RIGHT);
                }

                @Override
                public boolean isOpenTo(byte @Nullable [] client) {
                    return binding == null || Arrays.equals(binding, client);
                }
            });
        }

        @Override
        public Optional<String> code(ChallengeId challenge) {
            return Optional.of(RIGHT.digits());
        }

        @Override
        public void bind(ChallengeId challenge, byte[] client) {
            binding = client;
        }

        @Override
        public void over(ChallengeId challenge, int send) {}

        @Override
        public void forget(NumberStreamId stream) {}
    }

    private static final class KnownPeople implements Accounts {

        private Accounts.@Nullable Standing known;

        @Override
        public InviteCode register(AccountId account, UUID subject, NumberStreamId number, PhoneNumber phone) {
            return new InviteCode("K7WQ4M");
        }

        @Override
        public Optional<Standing> standing(AccountId account) {
            return Optional.ofNullable(known);
        }

        @Override
        public void readAhead(Collection<AccountId> accounts) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class KnownSessions implements Sessions {

        private boolean ended;

        @Override
        public Opened open(
                AccountId account,
                UUID subject,
                ChallengeId challenge,
                Way way,
                DeviceClass deviceClass,
                Origin origin) {
            return new Opened(new SessionId(SESSION), SECRET, true);
        }

        @Override
        public Optional<Opened> handOutPair(SessionId session) {
            return ended ? Optional.empty() : Optional.of(new Opened(session, SECRET, true));
        }

        @Override
        public boolean end(SessionId session, EndReason reason) {
            return false;
        }

        @Override
        public int endAll(AccountId account, EndReason reason, Optional<SessionId> except) {
            return 0;
        }

        @Override
        public Optional<AccountId> ownerOf(SessionId session) {
            return Optional.of(new AccountId(ACCOUNT));
        }
    }

    /** The owner's own device is recognised. */
    private static final class KnownDevices implements Devices {

        @Override
        public DeviceClass classOf(Device device, @Nullable AccountId owner) {
            return owner != null && device.equals(OWN) ? DeviceClass.RECOGNISED : UNRECOGNISED;
        }

        @Override
        public DeviceSecret recognise(AccountId person) {
            return new DeviceSecret("new");
        }

        @Override
        public void forgetAllOf(AccountId person) {}
    }

    private static final class NoInvites implements Referrals {

        @Override
        public Decision refuse(AccountId applicant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InviteCode giveCode(AccountId account) {
            throw new AssertionError();
        }

        @Override
        public Decision bring(AccountId applicant, InviteCode code) {
            throw new AssertionError();
        }

        @Override
        public void revoke(AccountId applicant) {
            throw new AssertionError();
        }

        @Override
        public void noteBroughtBefore(AccountId account) {
            throw new AssertionError();
        }

        @Override
        public void voidCodeOf(AccountId account) {
            throw new AssertionError();
        }
    }

    /** What all numbers share: nothing stands in the way unless a test says so. */
    private static final class KnownLimits implements Limits {

        private @Nullable LimitRule sendsRefusedBy;
        private @Nullable LimitRule guessesRefusedBy;
        private int shortest;
        private int taken;
        private final List<LimitRule> recorded = new ArrayList<>();

        @Override
        public void takeAhead(Map<String, Sending> sendings, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Refusal> takeSend(PhoneNumber phone, Origin origin, Instant now) {
            taken++;
            return refusal(sendsRefusedBy);
        }

        @Override
        public void givenBack(PhoneNumber phone, Instant now) {}

        @Override
        public int shortestCode(Instant now) {
            return shortest;
        }

        @Override
        public Optional<Refusal> countWrongCode(int length, Instant now) {
            return refusal(guessesRefusedBy);
        }

        @Override
        public Refusal refusedByNumber(NumberStreamId number, Instant now) {
            return refusal(LimitRule.NUMBER_SENDS).orElseThrow();
        }

        @Override
        public Refusal refusedInvite(AccountId person, Instant now) {
            throw new AssertionError();
        }

        @Override
        public void record(Refusal refusal, @Nullable NumberStreamId number, Instant now) {
            recorded.add(refusal.rule());
        }

        private static Optional<Refusal> refusal(@Nullable LimitRule rule) {
            return Optional.ofNullable(rule).map(which -> new Refusal(which, new byte[0], NOON, NOON, true));
        }
    }
}
