package io.ringkey.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceSecret;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.NoChallenge;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What devices that are not recognised share, whatever number they ask for, as time goes by. */
@Order(1)
class SharedLimitsTest {

    private static final int NUMBERS = 60;
    private static final int REFUSALS = Integer.getInteger("ringkey.refusals", 120);

    private @Nullable RunningCommandSide app;

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
    }

    // C20
    @Test
    void sendsThirtyAnHourToABlockOfNumbersAndStillSendsToAPersonItKnows() {
        start(Map.of("NUMBERS_PER_ADDRESS_AN_HOUR", "0"));
        DeviceSecret own = deviceOf(number(0));
        hours(1);

        for (int call = 1; call < NUMBERS; call++) {
            assertThat(ask(number(call), "192.0.2." + call)).isInstanceOf(OnItsWay.class);
        }

        assertThat(sent()).as("and one before").isEqualTo(1 + 30);
        assertThat(app().bean(MeterRegistry.class)
                        .get("ringkey.limit.refusals")
                        .tag("rule", "prefix-sends")
                        .counter()
                        .count())
                .isEqualTo(NUMBERS - 1 - 30);
        assertThat(ask(number(0), "192.0.2.1", new Device(own, false))).isInstanceOf(OnItsWay.class);
        assertThat(sent()).isEqualTo(1 + 30 + 1);
        hours(1);
        ask(number(1), "192.0.2.1");
        assertThat(sent()).isEqualTo(1 + 30 + 1 + 1);
    }

    @Test
    void letsTheNumbersOfASpentAddressGoOn() {
        start(Map.of("SENDS_PER_PREFIX_AN_HOUR", "0", "CONVERSION_AFTER", "0"));
        for (int number = 0; number < 11; number++) {
            ask(number(number), "192.0.2.7");
        }
        app().clock().advance(Duration.ofSeconds(61));

        ask(number(3), "192.0.2.7");
        ask(number(10), "192.0.2.7");

        assertThat(sent()).isEqualTo(10 + 1);
    }

    @Test
    void stopsABlockOfNumbersThatGivesHardlyAnyCodeBack() {
        start(Map.of("NUMBERS_PER_ADDRESS_AN_HOUR", "0", "SENDS_PER_PREFIX_AN_HOUR", "0"));
        for (int number = 0; number < 9; number++) {
            signIn(number(number));
        }

        for (int number = 9; number < 200; number++) {
            ask(number(number), "192.0.2.7");
        }

        assertThat(sent()).as("9 of 50 are fewer than a fifth").isEqualTo(50);
        app().clock().advance(Duration.ofDays(1));
        ask(number(300), "192.0.2.7");
        assertThat(sent()).isEqualTo(51);
    }

    @Test
    void sendsNoMoreThanTheDayAllowsAndOnlyToCountriesThatAreAllowed() {
        start(Map.of("DAILY_SENDS", "5", "COUNTRIES", "RU,KZ", "NUMBERS_PER_ADDRESS_AN_HOUR", "0"));
        ask("+442071838750", "192.0.2.7");
        assertThat(sent()).isZero();

        for (int number = 0; number < 10; number++) {
            ask(number(number), "192.0.2.7");
        }

        assertThat(sent()).isEqualTo(5);
    }

    // C14
    @Test
    void answersAlikeForKnownAndUnknownNumbersThatItSendsNothingTo() {
        start(Map.of("DAILY_SENDS", "1"));
        signIn(number(0));
        hours(1);

        var known = (OnItsWay) ask(number(0), "192.0.2.7");
        var unknown = (OnItsWay) ask(number(1), "192.0.2.7");

        assertThat(sent()).isEqualTo(1);
        assertThat(known)
                .usingRecursiveComparison()
                .ignoringFields("stream", "challenge")
                .isEqualTo(unknown);
        assertThat(rows("phone_number")).as("and nothing is kept of it").isEqualTo(1);
    }

    // C21
    @Test
    void looksAtNoMoreShortCodesOfADayThanTheCapHoweverManyNumbersAreTried() {
        start(Map.of(
                "NUMBERS_PER_ADDRESS_AN_HOUR", "0",
                "SENDS_PER_PREFIX_AN_HOUR", "0",
                "CONVERSION_AFTER", "0",
                "SPRAYED_SHORT_CODES_A_DAY", "40"));
        DeviceSecret own = deviceOf(number(0));
        ask(number(1), "192.0.2.7");
        OneTimeCode waiting = codeOf(((OnItsWay) ask(number(1), "192.0.2.7")));
        int evaluated = 0;
        int longer = 0;

        for (int number = 2; number < 2 + NUMBERS; number++) {
            var asked = (OnItsWay) ask(number(number), "192.0.2." + number);
            longer += asked.codeLength() > 4 ? 1 : 0;
            for (int guess = 0; guess < 3; guess++) {
                VerificationOutcome outcome = give(number(number), wrong(asked), "192.0.2." + number, Device.UNKNOWN);
                evaluated += asked.codeLength() == 4 && outcome instanceof WrongCode ? 1 : 0;
            }
        }

        assertThat(evaluated).isEqualTo(40);
        assertThat(longer).isGreaterThan(NUMBERS - 20);
        assertThat(give(number(1), waiting, "192.0.2.7", Device.UNKNOWN))
                .as("short codes that live have ended")
                .isInstanceOf(NoChallenge.class);
        hours(1);
        var owners = (OnItsWay) ask(number(0), "192.0.2.7", new Device(own, false));
        assertThat(owners.codeLength()).isEqualTo(4);
        assertThat(give(number(0), codeOf(owners), "192.0.2.7", new Device(own, false)))
                .isInstanceOf(SignedIn.class);
        app().clock().advance(Duration.ofDays(1));
        assertThat(((OnItsWay) ask(number(999), "192.0.2.7")).codeLength())
                .as("the next day")
                .isEqualTo(4);
    }

    // I5
    @Test
    void keepsAMillionRefusalsFromFillingTheRecord() {
        start(Map.of("DAILY_SENDS", "1", "SENDS_PER_PREFIX_AN_HOUR", "0", "CONVERSION_AFTER", "0"));
        ask(number(0), "192.0.2.7");

        for (int call = 1; call <= REFUSALS; call++) {
            // Each from a network of its own, so that each is a subject of its own for that rule.
            ask("+7913%07d".formatted(call), "2001:%x:%x::1".formatted(call >> 16, call & 0xffff));
        }

        assertThat(app().events("limit.refused")).hasSize(1);
        app().clock().advance(Duration.ofDays(1));
        app().bean(CloseWindows.class).close();
        assertThat(app().events("limit.refusals-counted")).hasSize(1);
        assertThat(app().events("limit.")).hasSize(2);
        assertThat(counted()).isEqualTo(REFUSALS);
        assertThat(rows("limit_window")).isZero();
        System.out.printf("I5: %d refusals, 2 events%n", REFUSALS);
    }

    // I5
    @Test
    void recordsOnlyTheFirstHundredOfManySubjects() {
        start(Map.of("SENDS_PER_PREFIX_AN_HOUR", "1", "NUMBERS_PER_ADDRESS_AN_HOUR", "0", "CONVERSION_AFTER", "0"));

        for (int block = 0; block < 150; block++) {
            ask("+7913%03d0001".formatted(block), "192.0.2.7");
            ask("+7913%03d0002".formatted(block), "192.0.2.7");
            ask("+7913%03d0003".formatted(block), "192.0.2.7");
        }

        assertThat(app().events("limit.refused")).hasSize(RefusalRecord.MOST_OF_A_DAY);
        hours(1);
        app().bean(CloseWindows.class).close();
        assertThat(app().events("limit.refusals-counted")).hasSize(1);
        assertThat(counted()).isEqualTo(300);
    }

    private void start(Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "NUMBERS_PER_ADDRESS_AN_HOUR", "10",
                "SENDS_PER_PREFIX_AN_HOUR", "30",
                "CONVERSION_AFTER", "50",
                "SMS_SENDER", "outbox"));
        all.putAll(settings);
        app = RunningCommandSide.start(all);
    }

    private RunningCommandSide app() {
        return java.util.Objects.requireNonNull(app);
    }

    private void hours(int hours) {
        app().clock().advance(Duration.ofHours(hours));
    }

    /** Numbers of one block. */
    private static String number(int number) {
        return "+7913555%04d".formatted(number);
    }

    private CodeRequestOutcome ask(String phone, String address) {
        return ask(phone, address, Device.UNKNOWN);
    }

    private CodeRequestOutcome ask(String phone, String address, Device device) {
        var command = new RequestCode(new PhoneNumber(phone), Purpose.SIGN_IN, device, new Origin(address, null));
        return app().bean(Commands.class)
                .send(command, CodeRequestOutcome.class)
                .outcome();
    }

    private VerificationOutcome give(String phone, OneTimeCode code, String address, Device device) {
        var command = new VerifyCode(
                new Target.OfPhone(new PhoneNumber(phone)),
                code,
                Way.TOKEN_PAIR,
                device,
                null,
                new Origin(address, null));
        return app().bean(Commands.class)
                .send(command, VerificationOutcome.class)
                .outcome();
    }

    private SignedIn signIn(String phone) {
        var asked = (OnItsWay) ask(phone, "192.0.2.7");
        return (SignedIn) give(phone, codeOf(asked), "192.0.2.7", new Device(null, true));
    }

    private DeviceSecret deviceOf(String phone) {
        return java.util.Objects.requireNonNull(signIn(phone).device());
    }

    private OneTimeCode codeOf(OnItsWay asked) {
        return new OneTimeCode(
                app().bean(Deliveries.class).code(asked.challenge()).orElseThrow());
    }

    private OneTimeCode wrong(OnItsWay asked) {
        return new OneTimeCode(app().bean(Deliveries.class)
                .code(asked.challenge())
                .map(RunningCommandSide::wrong)
                .orElse("0".repeat(asked.codeLength())));
    }

    private long sent() {
        return app().count("verification.code-requested") + app().count("verification.code-requested-again");
    }

    private long counted() {
        return app().jdbc()
                .sql("SELECT sum((convert_from(payload, 'UTF8')::jsonb ->> 'refusals')::bigint)"
                        + " FROM event_store.domain_event WHERE payload_type = 'limit.refusals-counted'")
                .query(Long.class)
                .single();
    }

    private long rows(String table) {
        return app().jdbc()
                .sql("SELECT count(*) FROM command_state." + table)
                .query(Long.class)
                .single();
    }
}
