package io.ringkey.web.tracing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out whatever would send metrics or traces, or make any, unless the settings name who takes them. So who does not
 * send pays nothing, and a variable meant for other programs makes this one send nothing.
 */
public final class Collector implements AutoConfigurationImportFilter, EnvironmentAware {

    /** There while a collector is named. */
    public static final String PROPERTY = "ringkey.otlp.endpoint";

    private static final List<String> SENDING = List.of(
            "org.springframework.boot.opentelemetry.",
            "org.springframework.boot.micrometer.tracing.",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.");

    /** The log stays where it is. */
    private static final String LOG = "org.springframework.boot.opentelemetry.autoconfigure.logging.";

    private boolean named;

    @Override
    public void setEnvironment(Environment environment) {
        named = environment.containsProperty(PROPERTY);
    }

    @Override
    public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
        var kept = new boolean[configurations.length];
        for (int index = 0; index < kept.length; index++) {
            kept[index] = isKept(configurations[index]);
        }
        return kept;
    }

    private boolean isKept(@Nullable String configuration) {
        return configuration == null
                || SENDING.stream().noneMatch(configuration::startsWith)
                || named && !configuration.startsWith(LOG);
    }
}
