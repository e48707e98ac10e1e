package io.ringkey.command.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ringkey.api.WireNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times commands by their name and by how they ended. Thread-safe. */
final class CommandMeters {

    private static final Duration[] STEPS = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Class<?>, Counter> retries = new ConcurrentHashMap<>();

    CommandMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param begun when it was sent, by {@link System#nanoTime} */
    void ended(Object command, CommandEnd end, long begun) {
        timers.computeIfAbsent(new Ended(command.getClass(), end), this::timer)
                .record(Duration.ofNanos(System.nanoTime() - begun));
    }

    void triedAgain(Object command) {
        retries.computeIfAbsent(command.getClass(), this::retriesOf).increment();
    }

    private record Ended(Class<?> command, CommandEnd end) {}

    private Timer timer(Ended ended) {
        // So that a rate of retries can be told before the first.
        retries.computeIfAbsent(ended.command(), this::retriesOf);
        return Timer.builder("ringkey.command")
                .description("Commands, from being sent to being answered, with waiting and retries")
                .tag("command", ended.command().getSimpleName())
                .tag("outcome", WireNames.of(ended.end()))
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    private Counter retriesOf(Class<?> command) {
        return Counter.builder("ringkey.command.retries")
                .description("Times that a command was sent again because it had lost a race")
                .tag("command", command.getSimpleName())
                .register(registry);
    }
}
