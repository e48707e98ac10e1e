package io.ringkey.web.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsPortTest {

    private final Sample sample = Sample.running();

    @Test
    void readinessAsksEverythingAndLivenessNothing() {
        assertThat(operations("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(operations("/actuator/health/readiness").body()).contains("FakeDependency");

        sample.dependency.away(true);
        try {
            assertThat(operations("/actuator/health/readiness").status()).isEqualTo(503);
            var liveness = operations("/actuator/health/liveness");
            assertThat(liveness.status()).isEqualTo(200);
            assertThat(liveness.body()).doesNotContain("FakeDependency");
        } finally {
            sample.dependency.away(false);
        }
    }

    @Test
    void metricsAreThere() {
        sample.get("/api/open");

        assertThat(operations("/actuator/prometheus").body()).contains("jvm_memory", "http_server_requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/loggers"})
    void nothingElseIs(String path) {
        assertThat(operations(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/prometheus", "/actuator"})
    void noneOfItIsOnThePublicPort(String path) {
        assertThat(sample.get(path).problem()).isEqualTo("404 not-found");
    }

    private Answer operations(String path) {
        return sample.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sample.managementPort() + path))
                .build());
    }
}
