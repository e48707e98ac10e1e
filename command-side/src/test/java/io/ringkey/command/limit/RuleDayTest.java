package io.ringkey.command.limit;

import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.limit.LimitRule;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class RuleDayTest {

    private static final UUID STREAM = new UUID(0x7000, 1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final LimitRefused FIRST =
            new LimitRefused(STREAM, LimitRule.PREFIX_SENDS, null, NOON, NOON.plusSeconds(3600));
    private static final RefusalsCounted SUM =
            new RefusalsCounted(STREAM, LimitRule.PREFIX_SENDS, NOON, NOON.plusSeconds(3600), 7, 4711);

    private final AggregateTestFixture<RuleDay> fixture = new AggregateTestFixture<>(RuleDay.class);

    @Test
    void beginsWithItsFirstRefusal() {
        fixture.registerAnnotatedCommandHandler(new Handler(fixture.getRepository()));

        fixture.givenNoPriorActivity().when(new Record(FIRST)).expectEvents(FIRST);
    }

    @Test
    void goesOnWithTheSumOfAWindow() {
        fixture.registerAnnotatedCommandHandler(new Handler(fixture.getRepository()));

        fixture.given(FIRST).when(new Record(SUM)).expectEvents(SUM);
    }

    record Record(LimitEvent event) {}

    /** As {@link RefusalRecord} does, without its rows. */
    static final class Handler {
        private final Repository<RuleDay> days;

        Handler(Repository<RuleDay> days) {
            this.days = days;
        }

        @CommandHandler
        void handle(Record command) throws Exception {
            days.loadOrCreate(command.event().stream().toString(), RuleDay::new)
                    .execute(day -> day.happened(command.event()));
        }
    }
}
