package io.ringkey.command.verification;

import static io.ringkey.api.verification.DeviceClass.UNRECOGNISED;
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
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.DeviceClass;
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
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.Blocked;
import io.ringkey.api.verification.VerificationOutcome.NoChallenge;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.session.Sessions;
import io.ringkey.command.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
    private static final SessionSecret SECRET = new SessionSecret("secret");

    private final TestClock clock = new TestClock(NOON);
    private final Rows rows = new Rows();
    private final KnownPeople people = new KnownPeople();
    private final KnownSessions sessions = new KnownSessions();
    private VerificationRules rules = new VerificationRules(4, Duration.ofMinutes(5), Duration.ofSeconds(60), true);

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
        rules = new VerificationRules(6, Duration.ofMinutes(5), Duration.ofSeconds(60), true);

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
                .expectEvents(requested(NEXT, NOON.plusSeconds(60), 4, 3));
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
        rules = new VerificationRules(4, Duration.ofMinutes(5), Duration.ofSeconds(60), false);

        fixture().given(requested(FIRST, NOON, 4, 3)).when(asking()).expectEvents(again(FIRST, 2, NOON));
    }

    @Test
    void makesANewChallengeForAnotherPurpose() {
        after(60);

        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RequestCode(PHONE, Purpose.CHANGE_PHONE, UNRECOGNISED, ORIGIN))
                .expectEvents(requested(NEXT, NOON.plusSeconds(60), 4, 3, Purpose.CHANGE_PHONE, UNRECOGNISED));
    }

    @Test
    void keepsTheChallengesOfTheDeviceClassesApart() {
        fixture()
                .given(requested(FIRST, NOON, 4, 3))
                .when(new RequestCode(PHONE, Purpose.SIGN_IN, DeviceClass.RECOGNISED, ORIGIN))
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
                        UNRECOGNISED,
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
        rules = new VerificationRules(4, Duration.ofMinutes(5), Duration.ofSeconds(60), false);

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
                        new Target.OfPhone(PHONE), RIGHT, Way.TOKEN_PAIR, UNRECOGNISED, ANOTHER_COOKIE, ORIGIN))
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

    private void after(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    private RequestCode asking() {
        return new RequestCode(PHONE, Purpose.SIGN_IN, UNRECOGNISED, ORIGIN);
    }

    private static VerifyCode giving(OneTimeCode code, Way way) {
        return new VerifyCode(new Target.OfPhone(PHONE), code, way, UNRECOGNISED, COOKIE, ORIGIN);
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
        return new SignedIn(new AccountId(account), new SessionId(SESSION), newUser, "K7WQ4M", SECRET);
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
        fixture.registerAnnotatedCommandHandler(
                new RequestHandlers(fixture.getRepository(), rows, rows, rules, ids, clock));
        fixture.registerAnnotatedCommandHandler(
                new VerifyHandler(fixture.getRepository(), rows, rows, people, sessions, rules, ids, clock));
        return fixture;
    }

    private static Ids countingIds() {
        int[] next = {100};
        return () -> id(next[0]++);
    }

    /** The number's row and the delivery's, both always there. */
    private final class Rows implements PhoneNumbers, Deliveries {

        private byte @Nullable [] binding;

        private Row row() {
            return new Row(new NumberStreamId(STREAM), SUBJECT, people.known == null ? null : new AccountId(ACCOUNT));
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
        public boolean give(NumberStreamId stream, AccountId account) {
            return true;
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
            return new Opened(new SessionId(SESSION), SECRET);
        }

        @Override
        public Optional<SessionSecret> handOutPair(SessionId session) {
            return ended ? Optional.empty() : Optional.of(SECRET);
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
}
