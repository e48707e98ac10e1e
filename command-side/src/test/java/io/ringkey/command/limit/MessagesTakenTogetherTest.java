package io.ringkey.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.command.limit.Limits.Sending;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many messages at once come out of the budgets as they would one after another. */
class MessagesTakenTogetherTest {

    private static RunningCommandSide app;
    private SendWindows windows;
    private Instant hour;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of(
                "NUMBERS_PER_ADDRESS_AN_HOUR", "10",
                "SENDS_PER_PREFIX_AN_HOUR", "30",
                "CONVERSION_AFTER", "40",
                "DAILY_SENDS", "100"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void anotherDay() {
        app.clock().advance(Duration.ofDays(1));
        windows = app.bean(SendWindows.class);
        hour = app.clock().instant();
    }

    @Test
    void farFromEveryEnd() {
        asOneAfterAnother(sendings(8, 4, number -> "+7913674" + (1000 + number)));
    }

    @Test
    void whenAnAddressHasNoneLeft() {
        asOneAfterAnother(sendings(25, 2, number -> "+79%02d6740000".formatted(10 + number)));
    }

    @Test
    void whenABlockOfNumbersHasNoneLeft() {
        asOneAfterAnother(sendings(50, 50, number -> "+7913674" + (1000 + number)));
    }

    @Test
    void whenTheDayHasNoneLeft() {
        asOneAfterAnother(sendings(120, 120, number -> "+79%02d67400%02d".formatted(10 + number % 80, number / 80)));
    }

    // C20
    @Test
    void againAndAgainUpToTheEnd() {
        List<Sending> all = sendings(45, 45, number -> "+7913674" + (1000 + number));
        var refused = new ArrayList<Integer>();

        for (int from = 0; from < all.size(); from += 9) {
            int first = from;
            windows.takeAll(all.subList(from, from + 9), hour).keySet().stream()
                    .map(place -> first + place)
                    .forEach(refused::add);
        }

        assertThat(refused)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(30, 45).boxed().toList());
    }

    @Test
    void theSameNumberTwice() {
        Sending one = sendings(1, 1, number -> "+79136741000").getFirst();

        asOneAfterAnother(List.of(one, one, one));
    }

    /** The first of them open the windows. */
    @Test
    void bySeveralAtOnceThatCountOnTheSameWindows() throws Exception {
        List<Sending> each = sendings(6, 6, number -> "+79%02d6740000".formatted(10 + number));
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Map<Integer, Refusal>>> takes = Stream.generate(() -> {
                        var inAnyOrder = new ArrayList<>(each);
                        Collections.shuffle(inAnyOrder);
                        return (Callable<Map<Integer, Refusal>>) () -> windows.takeAll(inAnyOrder, hour);
                    })
                    .limit(16)
                    .toList();
            for (var taken : threads.invokeAll(takes)) {
                assertThat(taken.get()).isEmpty();
            }
        }

        assertThat(sendsOfTheDay()).isEqualTo(16 * 6);
    }

    /** In whatever order they ask; and none is counted once more for asking. */
    // C20
    @Test
    void eachCommandIsToldItsOwnAnswer() {
        Limits limits = app.bean(Limits.class);
        Map<Message<?>, Sending> commands = new LinkedHashMap<>();
        sendings(12, 1, number -> "+79%02d6740000".formatted(10 + number))
                .forEach(sending -> commands.put(new GenericMessage<>(sending.phone()), sending));
        Map<String, Sending> ahead = new LinkedHashMap<>();
        commands.forEach((command, sending) -> ahead.put(command.getIdentifier(), sending));

        double refusedBefore = refusals();
        limits.takeAhead(ahead, hour);

        List<Message<?>> inOrder = List.copyOf(commands.keySet());
        List<Message<?>> refused = new ArrayList<>();
        for (Message<?> command : inOrder.reversed()) {
            Sending sending = commands.get(command);
            Handled.as(command, () -> limits.takeSend(sending.phone(), sending.origin(), hour))
                    .ifPresent(refusal -> refused.add(command));
        }
        assertThat(refused).containsExactly(inOrder.get(11), inOrder.get(10));
        assertThat(sendsOfTheDay()).isEqualTo(10);
        assertThat(refusals() - refusedBefore).isEqualTo(2);
    }

    private double refusals() {
        return app.bean(MeterRegistry.class).get("ringkey.limit.refusals").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private int sendsOfTheDay() {
        return app.jdbc()
                .sql("SELECT used FROM command_state.limit_window WHERE rule = 'DAY_SENDS' AND started_at = ?")
                .param(SendWindows.day(hour))
                .query(Integer.class)
                .single();
    }

    private void asOneAfterAnother(List<Sending> sendings) {
        Map<Integer, Refusal> together = windows.takeAll(sendings, hour);
        List<String> counted = counted();
        anotherDay();
        List<Optional<Refusal>> alone = sendings.stream()
                .map(sending -> windows.take(sending.phone(), sending.origin(), hour))
                .toList();

        assertThat(IntStream.range(0, sendings.size())
                        .mapToObj(place ->
                                Optional.ofNullable(together.get(place)).map(Refusal::rule)))
                .containsExactlyElementsOf(alone.stream()
                        .map(refusal -> refusal.map(Refusal::rule))
                        .toList());
        assertThat(counted).isNotEmpty().containsExactlyInAnyOrderElementsOf(counted());
    }

    /** All windows of the day, without its date. */
    private List<String> counted() {
        return app.jdbc()
                .sql("""
                        SELECT concat_ws(' ', rule, encode(subject, 'hex'), used, converted, refused)
                          FROM command_state.limit_window WHERE started_at >= ? AND started_at <= ?
                        UNION ALL
                        SELECT concat_ws(' ', 'member', encode(subject, 'hex'), encode(member, 'hex'))
                          FROM command_state.limit_member WHERE started_at >= ? AND started_at <= ?
                        """)
                .params(SendWindows.day(hour), SendWindows.hour(hour), SendWindows.day(hour), SendWindows.hour(hour))
                .query(String.class)
                .list();
    }

    private static List<Sending> sendings(int count, int addresses, java.util.function.IntFunction<String> phone) {
        return Stream.iterate(0, number -> number + 1)
                .limit(count)
                .map(number -> new Sending(
                        new PhoneNumber(phone.apply(number)), new Origin("192.0.2." + number % addresses, "test")))
                .toList();
    }
}
