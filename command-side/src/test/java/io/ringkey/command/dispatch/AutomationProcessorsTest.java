package io.ringkey.command.dispatch;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class AutomationProcessorsTest {

    @ProcessingGroup("clumsy")
    static final class Clumsy {

        @EventHandler
        void on(CodeRequested event) {
            throw new IllegalStateException("dropped it, of " + event.phone().value());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ClumsyAutomation {

        @Bean
        Clumsy clumsy() {
            return new Clumsy();
        }

        @Bean
        Automation clumsyAutomation() {
            return new Automation("clumsy");
        }
    }

    @Test
    void putsAnEventThatAHandlerCannotTakeAmongTheDeadLetters() {
        try (var app = RunningCommandSide.start(Map.of(), List.of(ClumsyAutomation.class))) {
            app.askForCode(newPhone());
            app.askForCode(newPhone());

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(app.jdbc()
                                    .sql(
                                            "SELECT payload_type FROM command_state.dead_letter WHERE processing_group = 'clumsy'")
                                    .query(String.class)
                                    .list())
                            .containsExactly("verification.code-requested", "verification.code-requested"));
            await().until(() -> app.count("delivery.code-sent") == 2);
            // D1: what a failure says may quote what is personal
            assertThat(app.jdbc()
                            .sql("SELECT concat_ws(' ', cause_type, cause_message) FROM command_state.dead_letter"
                                    + " WHERE processing_group = 'clumsy'")
                            .query(String.class)
                            .list())
                    .allMatch(cause -> cause.startsWith("java.lang.IllegalStateException"))
                    .noneMatch(cause -> cause.contains("dropped") || cause.contains("+7913"));
            assertThat(app.dump()).contains("java.lang.IllegalStateException").doesNotContain("dropped it");
        }
    }

    @Test
    void isReadyWhileEveryAutomationRuns() {
        try (var app = RunningCommandSide.start(Map.of())) {
            var health = app.bean(AutomationsHealth.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            app.bean(EventProcessingConfiguration.class)
                    .eventProcessor("send-codes")
                    .orElseThrow()
                    .shutDown();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        }
    }
}
