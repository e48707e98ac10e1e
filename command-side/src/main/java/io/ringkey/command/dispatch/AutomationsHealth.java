package io.ringkey.command.dispatch;

import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready while every automation's processor runs here, whichever process has the work at the moment. */
@Component
final class AutomationsHealth implements HealthIndicator {

    private final List<Automation> automations;
    private final EventProcessingConfiguration processing;

    AutomationsHealth(List<Automation> automations, EventProcessingConfiguration processing) {
        this.automations = automations;
        this.processing = processing;
    }

    @Override
    public Health health() {
        var health = Health.up();
        for (Automation automation : automations) {
            boolean runs = processing
                    .eventProcessor(automation.group(), TrackingEventProcessor.class)
                    .filter(TrackingEventProcessor::isRunning)
                    .isPresent();
            health.withDetail(automation.group(), runs ? "running" : "stopped");
            if (!runs) {
                health.down();
            }
        }
        return health.build();
    }
}
