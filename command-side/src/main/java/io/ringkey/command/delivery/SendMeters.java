package io.ringkey.command.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ringkey.command.delivery.CodeSender.Sent;
import java.time.Duration;
import java.util.function.Supplier;

/** Times the sending of codes by one sender. Thread-safe. */
final class SendMeters {

    private static final Duration[] STEPS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private final Timer taken;
    private final Timer failed;
    private final Timer waited;
    private final Counter givenUp;

    /** @param sender one of the names that the settings know */
    SendMeters(MeterRegistry registry, String sender) {
        this.taken = sends(registry, sender, "taken");
        this.failed = sends(registry, sender, "failed");
        this.waited = Timer.builder("ringkey.send.wait")
                .description("From asking for a code to the sender's having taken it, where it was sent once")
                .tag("sender", sender)
                .serviceLevelObjectives(STEPS)
                .register(registry);
        this.givenUp = Counter.builder("ringkey.sends.given.up")
                .description("Codes that were never sent: too many failures, or too late")
                .tag("sender", sender)
                .register(registry);
    }

    private static Timer sends(MeterRegistry registry, String sender, String outcome) {
        return Timer.builder("ringkey.sends")
                .description("Codes handed to the sender, by whether it took them")
                .tag("sender", sender)
                .tag("outcome", outcome)
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    Sent time(Supplier<Sent> sending) {
        long begun = System.nanoTime();
        boolean wasTaken = false;
        try {
            Sent sent = sending.get();
            wasTaken = sent instanceof Sent.Taken;
            return sent;
        } finally {
            (wasTaken ? taken : failed).record(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    void waited(Duration wait) {
        waited.record(wait);
    }

    void givenUp() {
        givenUp.increment();
    }
}
