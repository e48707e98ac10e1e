package io.ringkey.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CommandsTest {

    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Commands commands = new Commands(bus, () -> 0L, new CommandMeters(meters));
    private final Deque<Exception> failures = new ArrayDeque<>();
    private final List<CommandMessage<?>> handled = new ArrayList<>();

    record Greet(String name) {}

    @BeforeEach
    void listen() {
        bus.subscribe(Greet.class.getName(), message -> {
            handled.add(message);
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            return "hello";
        });
    }

    @Test
    void answersWhatTheHandlerAnswers() {
        assertThat(send()).isEqualTo(new Positioned<>("hello", 0));
    }

    @Test
    void sendsACommandAgainThatLostARace() {
        failures.add(new ConcurrencyException("somebody was faster"));
        failures.add(new DeadlockException("in each other's way"));
        failures.add(new IllegalStateException(new SQLException("deadlock", "40P01")));
        failures.add(new IllegalStateException(new SQLException("not serializable", "40001")));
        failures.add(new IllegalStateException(new SQLException("locked", "55P03")));

        assertThat(send().outcome()).isEqualTo("hello");
        assertThat(handled).hasSize(6);
    }

    @Test
    void givesUpWhenOthersKeepGettingInTheWay() {
        for (int i = 0; i < 50; i++) {
            failures.add(new ConcurrencyException("somebody was faster"));
        }

        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.TRY_LATER));
        assertThat(handled).hasSize(12);
    }

    @Test
    void doesNotTryAgainWhatFailsByItself() {
        failures.add(new IllegalStateException(new SQLException("duplicate", "23505")));

        assertThatThrownBy(this::send).isInstanceOf(IllegalStateException.class);
        assertThat(handled).hasSize(1);
    }

    @Test
    void unwrapsAFailure() {
        failures.add(new CommandExecutionException("wrapped", Failure.of(FailureCode.NOT_FOUND)));

        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void stopsTryingWhenItsThreadIsToldTo() {
        failures.add(new ConcurrencyException("somebody was faster"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::send).isInstanceOf(Failure.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void saysWhoAskedAndInWhichCall() {
        var actor = new AccountId(new UUID(1, 2));
        try (var call = MDC.putCloseable("request_id", "call-7")) {
            commands.send(new Greet("you"), String.class, actor);
        }

        assertThat(handled.getFirst().getMetaData())
                .containsEntry("actor", actor.toString())
                .containsEntry("request_id", "call-7");
    }

    @Test
    void countsHowCommandsEnd() {
        send();
        failures.add(Failure.of(FailureCode.PHONE_TAKEN));
        assertThatThrownBy(this::send).isInstanceOf(Failure.class);
        failures.add(new IllegalStateException("broken"));
        assertThatThrownBy(this::send).isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < 12; i++) {
            failures.add(new ConcurrencyException("somebody was faster"));
        }
        assertThatThrownBy(this::send).isInstanceOf(Failure.class);

        assertThat(List.of("applied", "refused", "failed", "put-off"))
                .allSatisfy(outcome -> assertThat(meters.get("ringkey.command")
                                .tags("command", "Greet", "outcome", outcome)
                                .timer()
                                .count())
                        .as(outcome)
                        .isEqualTo(1));
        assertThat(meters.get("ringkey.command.retries")
                        .tag("command", "Greet")
                        .counter()
                        .count())
                .isEqualTo(11);
    }

    private Positioned<String> send() {
        return commands.send(new Greet("you"), String.class);
    }
}
