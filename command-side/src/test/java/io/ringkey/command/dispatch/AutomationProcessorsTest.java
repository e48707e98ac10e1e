package io.ringkey.command.dispatch;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class AutomationProcessorsTest {

    @ProcessingGroup("clumsy")
    static final class Clumsy {

        static final Set<String> DROPPED = ConcurrentHashMap.newKeySet();

        @EventHandler
        void on(CodeRequested event) {
            if (DROPPED.contains(event.phone().value())) {
                throw new IllegalStateException(
                        "dropped it, of " + event.phone().value());
            }
        }
    }

    @ProcessingGroup("careful")
    static final class Careful {

        @EventHandler
        void on(CodeRequested event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Automations {

        @Bean
        Careful careful() {
            return new Careful();
        }

        @Bean
        Automation carefulAutomation() {
            return new Automation("careful", Duration.ofMillis(10));
        }

        @Bean
        Clumsy clumsy() {
            return new Clumsy();
        }

        @Bean
        Automation clumsyAutomation() {
            return new Automation("clumsy", Duration.ofMillis(10));
        }
    }

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of(), List.of(Automations.class));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @AfterEach
    void everybodyIsWellAgain() {
        Clumsy.DROPPED.clear();
        app.bean(AutomationDeadLetters.class).round();
        assertThat(deadLetters("clumsy")).isEmpty();
        assertThat(gauge("clumsy")).isZero();
    }

    @Test
    void putsAnEventThatAHandlerCannotTakeAmongTheDeadLetters() {
        long sent = app.count("delivery.code-sent");
        askedFor(newPhone(), true);
        askedFor(newPhone(), true);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(deadLetters("clumsy"))
                        .containsExactly("verification.code-requested", "verification.code-requested"));
        await().until(() -> app.count("delivery.code-sent") == sent + 2);
        app.bean(AutomationDeadLetters.class).round();
        assertThat(gauge("clumsy")).isEqualTo(2);
        assertThat(gauge("careful")).isZero();
        // D1: what a failure says may quote what is personal
        assertThat(causes("clumsy"))
                .allMatch(cause -> cause.startsWith("java.lang.IllegalStateException"))
                .noneMatch(cause -> cause.contains("dropped") || cause.contains("+7913"));
        assertThat(app.dump()).contains("java.lang.IllegalStateException").doesNotContain("dropped it");
    }

    // D2
    @Test
    void whatWasChangedInTheRecordIsRefusedAndReported() {
        // All of them: whichever reads on would have the store keep the event in memory, as it was before the change.
        var all = app.bean(EventProcessingConfiguration.class).eventProcessors().values();
        all.forEach(EventProcessor::shutDown);
        String phone = newPhone();
        long sent = app.count("delivery.code-sent");
        Answer asked = askedFor(phone, false);
        await().until(() -> app.count("delivery.code-sent") == sent + 1);
        change("gcm:", "gcm:AA", asked);
        all.forEach(EventProcessor::start);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            app.bean(AutomationDeadLetters.class).round();
            assertThat(gauge("careful")).isEqualTo(1);
            assertThat(gauge("clumsy")).isEqualTo(1);
        });
        assertThat(causes("clumsy")).noneMatch(cause -> cause.contains(phone.substring(1)));
        long people = app.count("account.person-registered");
        for (Answer refused : List.of(app.askForCode(phone), app.postToken(phone, asked.text("auth_code")))) {
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.toString()).doesNotContain(phone.substring(1), "gcm:");
        }
        assertThat(app.count("account.person-registered")).isEqualTo(people);

        change("gcm:AA", "gcm:", asked);
        assertThat(app.postToken(phone, asked.text("auth_code")).status()).isEqualTo(200);
        // The letter is a copy of what was changed.
        app.jdbc()
                .sql("DELETE FROM command_state.dead_letter WHERE sequence_identifier = ?")
                .param(app.streamOf(asked.text("challenge_id")).toString())
                .update();
    }

    @Test
    void isReadyWhileEveryAutomationRuns() {
        var health = app.bean(AutomationsHealth.class);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        processor("careful").shutDown();
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        processor("careful").start();
    }

    private static Answer askedFor(String phone, boolean dropped) {
        if (dropped) {
            Clumsy.DROPPED.add(phone);
        }
        Answer asked = app.askForCode(phone);
        assertThat(asked.status()).isEqualTo(200);
        return asked;
    }

    private static void change(String from, String to, Answer asked) {
        app.jdbc()
                .sql("UPDATE event_store.domain_event"
                        + " SET payload = convert_to(replace(convert_from(payload, 'UTF8'), ?, ?), 'UTF8')"
                        + " WHERE aggregate_identifier = ?")
                .params(from, to, app.streamOf(asked.text("challenge_id")))
                .update();
    }

    private static EventProcessor processor(String group) {
        return app.bean(EventProcessingConfiguration.class)
                .eventProcessor(group)
                .orElseThrow();
    }

    private static double gauge(String group) {
        return app.bean(MeterRegistry.class)
                .get("ringkey.automation.dead.letters")
                .tag("automation", group)
                .gauge()
                .value();
    }

    private static List<String> deadLetters(String group) {
        return ofDeadLetters("payload_type", group);
    }

    private static List<String> causes(String group) {
        return ofDeadLetters("concat_ws(' ', cause_type, cause_message)", group);
    }

    private static List<String> ofDeadLetters(String what, String group) {
        return app.jdbc()
                .sql("SELECT " + what + " FROM command_state.dead_letter WHERE processing_group = ?")
                .param(group)
                .query(String.class)
                .list();
    }
}
