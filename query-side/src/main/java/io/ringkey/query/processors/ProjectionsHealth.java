package io.ringkey.query.processors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Ready while every projection runs here. Dead letters and lag are shown but make nothing
 * unready: one event that cannot be projected must not take all reading away.
 */
final class ProjectionsHealth implements HealthIndicator {

    private final Projections projections;
    private final Progress progress;

    ProjectionsHealth(Projections projections, Progress progress) {
        this.projections = projections;
        this.progress = progress;
    }

    @Override
    public Health health() {
        boolean well = true;
        Map<String, Object> details = new LinkedHashMap<>();
        for (String projection : projections.names()) {
            boolean runs = projections.isRunning(projection);
            well &= runs;
            var figures = progress.of(projection);
            details.put(
                    projection,
                    Map.of(
                            "running", runs,
                            "position", figures.position(),
                            "lag", figures.lag(),
                            "late_seconds", figures.late().toSeconds(),
                            "dead_letters", figures.deadLetters(),
                            "alarm", figures.isAlarming()));
        }
        return (well ? Health.up() : Health.down()).withDetails(details).build();
    }
}
