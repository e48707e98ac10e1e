package io.ringkey.command.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.verification.DeviceClass;
import io.ringkey.command.attack.OnRecord.Guess;
import io.ringkey.command.attack.OnRecord.Message;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The attack program: what attackers get and owners keep, in simulated hours and days. The clock moves only when the
 * attacker waits. Prints its figures; those of the long form stand in {@code docs/security.md}.
 */
@Order(1)
class UnderAttackTest {

    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("ringkey.guess-pause-seconds", 900));
    private static final int NUMBERS = Integer.getInteger("ringkey.sprayed-numbers", 240);
    private static final int DAYS = Integer.getInteger("ringkey.attack-days", 31);

    private static final int SIX = 6;
    private static final int EIGHT = 8;
    private static final int ALL = Integer.MAX_VALUE;
    /** Fewer than the program has connections, so that a slow machine refuses nothing. */
    private static final int CLIENTS = 8;

    private static final int OWNERS = 4;
    private static final int ATTACKS_A_DAY = Integer.getInteger("ringkey.attacks-a-day", 1);
    private static final int GUESSES_EACH = 3;
    private static final int NUMBERS_OF_A_BLOCK = 50;
    private static final int MOST_EVENTS_OF_LIMITS = 1000;

    private static final Settings DEFAULTS = Settings.of(Map.of());
    private static final List<Setting> WIDENED_FOR_TESTS = List.of(
            Setting.NUMBERS_PER_ADDRESS_AN_HOUR,
            Setting.SENDS_PER_PREFIX_AN_HOUR,
            Setting.CONVERSION_AFTER,
            Setting.SPRAYED_SHORT_CODES_A_DAY);

    private static RunningCommandSide app;
    private static ExecutorService clients;

    @BeforeAll
    static void start() {
        var settings = new HashMap<>(Map.of("SMS_SENDER", "outbox", "TRUSTED_PROXIES", "127.0.0.1"));
        WIDENED_FOR_TESTS.forEach(setting -> settings.put(setting.name(), DEFAULTS.text(setting)));
        app = RunningCommandSide.start(settings);
        clients = Executors.newFixedThreadPool(CLIENTS);
    }

    @AfterAll
    static void stop() {
        clients.close();
        app.close();
    }

    /** What was counted for another attack is over; and the turn of the day, when budgets are new, is in the middle. */
    @BeforeEach
    void waitUntilNoonOfTheNextDay() {
        Instant noon = today().plusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        app.clock().advance(Duration.between(now(), noon));
    }

    // C7, C22
    @Test
    void leavesAGuesserAtOneNumberFewGuessesAndItsOwnerEverySignIn() {
        String phone = "+79135550000";
        var owner = Owner.recognised(app, phone, "192.0.2.10");
        var record = OnRecord.fromNowOn(app);
        var attacker = new Attacker(app);
        Instant end = now().plus(1, ChronoUnit.DAYS);
        Instant signIn = now();

        while (now().isBefore(end)) {
            if (now().isBefore(signIn)) {
                askAndGuess(attacker, phone);
            } else {
                owner.signIn(() -> askAndGuess(attacker, phone));
                signIn = signIn.plus(betweenSignIns());
            }
            app.clock().advance(PAUSE);
        }

        print("A guesser at one number, 24 hours", attacker, record, List.of(owner), "from a recognised device");
        var guesses = ofOthers(record.guesses());
        assertEverySignIn(List.of(owner));
        assertThat(attacker.letInUncounted()).isZero();
        assertThat(guesses.stream().filter(guess -> guess.length() < SIX))
                .hasSize(DEFAULTS.number(Setting.SIX_DIGITS_AFTER));
        assertThat(guesses.stream().filter(guess -> guess.length() < EIGHT))
                .hasSizeLessThanOrEqualTo(DEFAULTS.number(Setting.EIGHT_DIGITS_AFTER));
        assertThat(toOthers(record.messages())).hasSizeLessThanOrEqualTo(DEFAULTS.number(Setting.SENDS_A_DAY));
    }

    // C20, C21, C22, I5
    @Test
    void keepsASprayOverManyNumbersUnderTheCapsOfTheDay() {
        var owners = IntStream.range(0, OWNERS)
                .mapToObj(owner -> Owner.recognised(app, number(owner * NUMBERS / OWNERS), "192.0.2." + (owner + 20)))
                .toList();
        var record = OnRecord.fromNowOn(app);
        var attacker = new Attacker(app);
        var blocks = new ConcurrentHashMap<UUID, String>();
        Instant signIn = now();

        for (int first = 0; first < NUMBERS; first += CLIENTS) {
            var calls = IntStream.range(first, Math.min(NUMBERS, first + CLIENTS))
                    .<Runnable>mapToObj(number -> () -> spray(attacker, number(number), blocks))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (!now().isBefore(signIn)) {
                owners.forEach(owner -> calls.add(owner::signIn));
                signIn = signIn.plus(betweenSignIns());
            }
            atOnce(calls);
            app.clock().advance(Duration.ofDays(1).multipliedBy(CLIENTS).dividedBy(NUMBERS));
        }

        print(
                "A spray over %,d numbers, 24 hours".formatted(NUMBERS),
                attacker,
                record,
                owners,
                "from recognised devices");
        assertEverySignIn(owners);
        assertThat(attacker.letInUncounted()).isZero();
        var guesses = ofOthers(record.guesses());
        assertThat(byDay(guesses.stream().filter(guess -> guess.length() < SIX), Guess::at))
                .as("as many as are allowed, each day")
                .hasSize(2)
                .allSatisfy((day, count) ->
                        assertThat(count).isEqualTo(DEFAULTS.number(Setting.SPRAYED_SHORT_CODES_A_DAY)));
        assertThat(byDay(guesses.stream().filter(guess -> guess.length() >= SIX && guess.length() < EIGHT), Guess::at))
                .allSatisfy((day, count) ->
                        assertThat(count).isLessThanOrEqualTo(DEFAULTS.number(Setting.SPRAYED_SIX_DIGITS_A_DAY)));
        var messages = toOthers(record.messages());
        assertThat(byDay(messages.stream(), Message::at))
                .allSatisfy(
                        (day, count) -> assertThat(count).isLessThanOrEqualTo(DEFAULTS.number(Setting.DAILY_SENDS)));
        assertThat(count(
                        messages.stream(),
                        message ->
                                blocks.get(message.challenge()) + message.at().truncatedTo(ChronoUnit.HOURS)))
                .allSatisfy((blockAndHour, count) ->
                        assertThat(count).isLessThanOrEqualTo(DEFAULTS.number(Setting.SENDS_PER_PREFIX_AN_HOUR)));
        assertThat(record.limitEvents()).isLessThanOrEqualTo(MOST_EVENTS_OF_LIMITS);
    }

    // C7
    @Test
    void looksAtThreeShortGuessesInThirtyDaysWhileOneGuessesAndTheOwnerSignsInWithoutADevice() {
        var guesses = guessesBesideAnOwnerWithoutADevice(
                "+79135560000", "who guesses at whatever code he gets", UnderAttackTest::askAndGuess);

        assertThat(guesses).hasSizeGreaterThan(DEFAULTS.number(Setting.EIGHT_DIGITS_AFTER));
    }

    // C7
    @Test
    void looksAtThreeShortGuessesInThirtyDaysWhileOneWaitsForShortCodesAndTheOwnerSignsInWithoutADevice() {
        var guesses = guessesBesideAnOwnerWithoutADevice(
                "+79135570000", "who guesses at short codes alone", UnderAttackTest::guessIfShort);

        assertThat(guesses)
                .as("what a sign-in of the owner's and thirty days make up for is guessed again")
                .hasSizeGreaterThan(DEFAULTS.number(Setting.SIX_DIGITS_AFTER))
                .allMatch(guess -> guess.length() < SIX);
    }

    private static List<Guess> guessesBesideAnOwnerWithoutADevice(
            String phone, String who, BiConsumer<Attacker, String> attack) {
        var owner = Owner.withoutDevice(app, phone, "192.0.2.11");
        var record = OnRecord.fromNowOn(app);
        var attacker = new Attacker(app);
        Duration apart = Duration.ofDays(1).dividedBy(ATTACKS_A_DAY);

        for (int day = 0; day < DAYS; day++) {
            for (int times = 0; times < ATTACKS_A_DAY; times++) {
                attack.accept(attacker, phone);
                app.clock().advance(apart.dividedBy(2));
                if (times == 0) {
                    owner.signIn();
                }
                app.clock().advance(apart.dividedBy(2));
            }
        }

        print(
                "%d days beside one %s".formatted(DAYS, who),
                attacker,
                record,
                List.of(owner),
                "without a device, once a day");
        var guesses = ofOthers(record.guesses());
        assertThat(attacker.letInUncounted()).isZero();
        assertThat(mostWithin(
                        DEFAULTS.duration(Setting.GUESSES_FORGIVEN_AFTER),
                        guesses.stream()
                                .filter(guess -> guess.length() < SIX)
                                .map(Guess::at)
                                .toList()))
                .as("short guesses in any thirty days")
                .isEqualTo(DEFAULTS.number(Setting.SIX_DIGITS_AFTER));
        return guesses;
    }

    /** The most of these moments, in order, that any such length of time holds. */
    private static long mostWithin(Duration length, List<Instant> moments) {
        return moments.stream()
                .mapToLong(start -> moments.stream()
                        .filter(moment -> !moment.isBefore(start) && moment.isBefore(start.plus(length)))
                        .count())
                .max()
                .orElse(0);
    }

    private static void askAndGuess(Attacker attacker, String phone) {
        Answer asked = attacker.ask(phone);
        if (asked.status() == 200) {
            attacker.guess(phone, asked, ALL);
        }
    }

    private static void guessIfShort(Attacker attacker, String phone) {
        Answer asked = attacker.ask(phone);
        if (asked.status() == 200 && asked.number("code_length") < SIX) {
            attacker.guess(phone, asked, ALL);
        }
    }

    private static void spray(Attacker attacker, String phone, Map<UUID, String> blocks) {
        Answer asked = attacker.ask(phone);
        blocks.put(UUID.fromString(asked.text("challenge_id")), phone.substring(0, phone.length() - 4));
        attacker.guess(phone, asked, GUESSES_EACH);
    }

    /** Every tenth number is of one block; the others are taken from so many by turns that no limit of theirs is met. */
    private static String number(int number) {
        int blocks = Math.ceilDiv(NUMBERS, NUMBERS_OF_A_BLOCK);
        int block = number % blocks;
        return number % 10 == 0
                ? "+7916000%04d".formatted(number / 10)
                : "+79%02d%03d%04d".formatted(17 + block / 1000, block % 1000, number / blocks);
    }

    private static void atOnce(List<Runnable> calls) {
        CompletableFuture.allOf(calls.stream()
                        .map(call -> CompletableFuture.runAsync(call, clients))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static List<Guess> ofOthers(List<Guess> guesses) {
        return guesses.stream()
                .filter(guess -> guess.deviceClass() == DeviceClass.UNRECOGNISED)
                .toList();
    }

    private static List<Message> toOthers(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.deviceClass() == DeviceClass.UNRECOGNISED)
                .toList();
    }

    private static <T, K> Map<K, Long> count(Stream<T> all, Function<T, K> by) {
        return all.collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    private static <T> Map<LocalDate, Long> byDay(Stream<T> all, Function<T, Instant> at) {
        return count(all, one -> LocalDate.ofInstant(at.apply(one), ZoneOffset.UTC));
    }

    private static void assertEverySignIn(List<Owner> owners) {
        assertThat(owners).extracting(Owner::tried).doesNotContain(0);
        assertThat(owners)
                .extracting(Owner::signedIn)
                .isEqualTo(owners.stream().map(Owner::tried).toList());
        assertThat(owners).extracting(Owner::longestCode).containsOnly(DEFAULTS.number(Setting.CODE_LENGTH));
    }

    private static void print(
            String title, Attacker attacker, OnRecord record, List<Owner> owners, String howTheySignIn) {
        var guesses = ofOthers(record.guesses());
        var messages = record.messages();
        int toOthers = toOthers(messages).size();
        var text = new StringBuilder(title).append('\n');
        line(text, "calls of the attacker", "%,d", attacker.calls());
        new TreeMap<>(count(guesses.stream(), Guess::length))
                .forEach((length, count) -> line(text, "guesses looked at, " + length + " digits", "%,d", count));
        line(
                text,
                "takeovers expected",
                "%.6f",
                guesses.stream()
                        .mapToDouble(guess -> Math.pow(10, -guess.length()))
                        .sum());
        line(text, "let in after the last guess", "%,d", attacker.letInUncounted());
        line(text, "SMS, unrecognised devices", "%,d", toOthers);
        line(text, "SMS, recognised devices", "%,d", messages.size() - toOthers);
        record.refusals().forEach((rule, count) -> line(text, "refused by " + rule, "%,d", count));
        line(text, "events of refusals", "%,d", record.limitEvents());
        int tried = owners.stream().mapToInt(Owner::tried).sum();
        int signedIn = owners.stream().mapToInt(Owner::signedIn).sum();
        line(
                text,
                "owners' sign-ins " + howTheySignIn,
                "%,d of %,d (%.1f %%)",
                signedIn,
                tried,
                100.0 * signedIn / tried);
        line(
                text,
                "their longest code, digits",
                "%d",
                owners.stream().mapToInt(Owner::longestCode).max().orElse(0));
        System.out.println(text);
    }

    private static void line(StringBuilder text, String what, String format, Object... values) {
        text.append("  %-56s ".formatted(what)).append(format.formatted(values)).append('\n');
    }

    /** As often as the owner's own budget of messages allows. */
    private static Duration betweenSignIns() {
        return Duration.ofDays(1).dividedBy(DEFAULTS.number(Setting.SENDS_A_DAY));
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    private static Instant now() {
        return app.clock().instant();
    }
}
