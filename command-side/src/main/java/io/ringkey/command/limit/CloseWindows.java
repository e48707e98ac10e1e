package io.ringkey.command.limit;

import io.ringkey.command.dispatch.Commands;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away windows that are over, and puts on record what they refused. */
@Component
final class CloseWindows {

    private static final Logger LOG = LoggerFactory.getLogger(CloseWindows.class);
    private static final int AT_ONCE = 50_000;

    private final Commands commands;

    CloseWindows(Commands commands) {
        this.commands = commands;
    }

    record CloseSome(int most) {}

    /** Apart, since whoever sends commands cannot be asked for while their handlers are looked for. */
    @Component
    static final class Handler {
        private final RefusalRecord record;
        private final InstantSource clock;

        Handler(RefusalRecord record, Clock clock) {
            this.record = record;
            this.clock = clock;
        }

        @CommandHandler
        int handle(CloseSome command) {
            return record.close(clock.instant(), command.most());
        }
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void round() {
        try {
            close();
        } catch (RuntimeException away) {
            LOG.warn("ended windows cannot be closed now: {}", away.getClass().getSimpleName());
        }
    }

    int close() {
        int closed = 0;
        int some;
        do {
            some = commands.send(new CloseSome(AT_ONCE), Integer.class).outcome();
            closed += some;
        } while (some == AT_ONCE);
        return closed;
    }
}
