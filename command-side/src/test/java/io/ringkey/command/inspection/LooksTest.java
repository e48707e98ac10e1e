package io.ringkey.command.inspection;

import io.ringkey.api.inspection.InspectionEvent.Looked;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final UUID STREAM = new UUID(0x7000, 1);
    private static final UUID MODERATOR = new UUID(0x7000, 2);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AggregateTestFixture<Looks> fixture = new AggregateTestFixture<>(Looks.class);

    // A7
    @Test
    void areKeptInTheOrderInWhichTheyWereTaken() {
        fixture.registerAnnotatedCommandHandler(new Handler(fixture.getRepository()));
        var list = new Looked(STREAM, MODERATOR, "GET /api/users/list/", null, NOON);
        var profile = new Looked(STREAM, MODERATOR, "GET /api/users/{user_id}/", "somebody", NOON.plusSeconds(1));

        fixture.givenNoPriorActivity().when(new Record(List.of(list, profile))).expectEvents(list, profile);
    }

    record Record(List<Looked> looks) {}

    /** As {@link RecordLooks} does, without its rows. */
    static final class Handler {
        private final Repository<Looks> streams;

        Handler(Repository<Looks> streams) {
            this.streams = streams;
        }

        @CommandHandler
        void handle(Record command) throws Exception {
            streams.newInstance(() -> new Looks(command.looks()));
        }
    }
}
