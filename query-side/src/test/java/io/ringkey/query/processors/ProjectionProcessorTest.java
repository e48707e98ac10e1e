package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.query.support.RunningQuerySide;
import java.time.Instant;
import java.util.HashSet;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionProcessorTest {

    @ParameterizedTest
    @ValueSource(strings = {"profiles", "logins", "sessions", "figures"})
    void findsOutNothingForMessagesThatItDoesNotSend(String projection) {
        var interceptors = RunningQuerySide.shared().processor(projection).getHandlerInterceptors();

        assertThat(interceptors)
                .hasAtLeastOneElementOfType(BatchOutcomes.class)
                .noneMatch(CorrelationDataInterceptor.class::isInstance);
    }

    @Test
    void takesWhatItsHandlersMakeAnythingOf() throws Exception {
        ProjectionProcessor profiles = processor("profiles");

        for (int again = 0; again < 2; again++) {
            assertThat(profiles.canHandle(registration(), Segment.ROOT_SEGMENT)).isTrue();
            assertThat(profiles.canHandle(event("nothing of a profile"), Segment.ROOT_SEGMENT))
                    .isFalse();
        }
    }

    @Test
    void takesEachEventInOneSegmentWhereThereAreSeveral() throws Exception {
        ProjectionProcessor profiles = processor("profiles");
        Segment[] halves = Segment.ROOT_SEGMENT.split();
        var takenByTheFirst = new HashSet<Boolean>();

        for (int number = 0; number < 50; number++) {
            EventMessage<?> event = registration();
            boolean first = profiles.canHandle(event, halves[0]);
            assertThat(profiles.canHandle(event, halves[1])).isNotEqualTo(first);
            takenByTheFirst.add(first);
        }

        assertThat(takenByTheFirst).containsExactlyInAnyOrder(true, false);
    }

    private static ProjectionProcessor processor(String projection) {
        return (ProjectionProcessor) RunningQuerySide.shared().processor(projection);
    }

    private static EventMessage<?> registration() {
        UUID account = UUID.randomUUID();
        return event(
                new PersonRegistered(account, account, account, Personal.of(account, "+79136740000"), Instant.EPOCH));
    }

    private static EventMessage<?> event(Object payload) {
        return new GenericDomainEventMessage<>("Stream", UUID.randomUUID().toString(), 0, payload);
    }
}
