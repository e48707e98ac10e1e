package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.query.support.RunningQuerySide;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
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
}
