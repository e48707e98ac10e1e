package io.ringkey.command.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells of the events that automations could not take, and tries them again. */
@Component
final class AutomationDeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(AutomationDeadLetters.class);

    private final List<Automation> automations;
    private final EventProcessingConfiguration processing;
    private final JdbcClient jdbc;
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();

    AutomationDeadLetters(
            List<Automation> automations,
            EventProcessingConfiguration processing,
            DataSource dataSource,
            ObjectProvider<MeterRegistry> meters) {
        this.automations = automations;
        this.processing = processing;
        this.jdbc = JdbcClient.create(dataSource);
        meters.ifAvailable(registry -> automations.forEach(automation -> gauge(registry, automation.group())));
    }

    private void gauge(MeterRegistry registry, String group) {
        Gauge.builder("ringkey.automation.dead.letters", () -> waiting.getOrDefault(group, 0L))
                .description("Events that the automation could not take")
                .tag("automation", group)
                .register(registry);
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void round() {
        try {
            automations.forEach(automation -> look(automation.group()));
        } catch (RuntimeException away) {
            LOG.warn("dead letters cannot be tried now: {}", away.getClass().getSimpleName());
        }
    }

    private void look(String group) {
        long there = count(group);
        if (there > 0) {
            retry(group, there);
            there = count(group);
        }
        Long before = waiting.put(group, there);
        if (there > (before == null ? 0 : before)) {
            LOG.warn("The automation {} needs looking at: {} dead letters", group, there);
        } else if (there == 0 && before != null && before > 0) {
            LOG.info("The automation {} is well again", group);
        }
    }

    /** Those tried longest ago first, so that one that fails again keeps none of the others waiting. */
    private void retry(String group, long most) {
        processing.sequencedDeadLetterProcessor(group).ifPresent(letters -> {
            for (long tried = 0; tried < most && letters.processAny(); tried++) {
                // there may be more
            }
        });
    }

    private long count(String group) {
        return jdbc.sql("SELECT count(*) FROM command_state.dead_letter WHERE processing_group = ?")
                .param(group)
                .query(Long.class)
                .single();
    }
}
