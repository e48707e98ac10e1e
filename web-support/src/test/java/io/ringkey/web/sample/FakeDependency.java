package io.ringkey.web.sample;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Something that a program needs, and that can be away. */
public final class FakeDependency implements HealthIndicator {

    private volatile boolean away;

    public void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public Health health() {
        return away ? Health.down().build() : Health.up().build();
    }
}
