package io.ringkey.web.start;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.tracing.Collector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The settings that Spring Boot acts on, under its own names. What no setting changes stands in web.properties. */
final class SpringProperties {

    private static final Set<String> QUIET = Set.of("info", "warn", "error");

    /** One record, one line: neither a message nor an exception's can forge another (L1). */
    private static final String ONE_LINE_EACH =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level [%X{request_id:--}] %logger{0}: %replace(%replace(%msg %ex){'[\\x00-\\x20\\x7f-\\x9f\\u2028\\u2029]+', ' '}){' $', ''}%n";

    private static final double PERCENT = 100;

    private SpringProperties() {}

    static Map<String, Object> of(Settings settings, String name) {
        var properties = new HashMap<String, Object>();
        properties.put("spring.application.name", name);
        properties.put("server.address", settings.text(Setting.ADDRESS));
        properties.put("server.port", settings.number(Setting.PORT));
        properties.put("management.server.address", settings.text(Setting.MANAGEMENT_ADDRESS));
        properties.put("management.server.port", settings.number(Setting.MANAGEMENT_PORT));
        // No address of a file names its version, and whether one does would be looked for at every call.
        properties.put("spring.web.resources.chain.enabled", false);
        // What a page says of its own language, to a caller who names none.
        properties.put("spring.web.locale", settings.text(Setting.LANGUAGE));
        settings.uri(Setting.OTLP_ENDPOINT).ifPresent(collector -> {
            properties.put(Collector.PROPERTY, collector.toString());
            properties.put("management.otlp.metrics.export.url", collector + "/v1/metrics");
            properties.put("management.opentelemetry.tracing.export.otlp.endpoint", collector + "/v1/traces");
            properties.put(
                    "management.tracing.sampling.probability", settings.number(Setting.TRACED_PERCENT) / PERCENT);
        });
        var level = settings.text(Setting.LOG_LEVEL);
        properties.put("logging.level.io.ringkey", level);
        // Below info, libraries log the values that they handle, personal ones among them.
        properties.put("logging.level.root", QUIET.contains(level) ? level : "info");
        // What a client got wrong is answered; Tomcat would log it with a stack trace.
        properties.put("logging.level.org.apache.coyote.http11", "warn");
        // A start that fails is told in one sentence, or with its stack trace; names of beans tell an operator nothing.
        properties.put("logging.level.org.springframework.boot.web.server.servlet.context", "error");
        properties.put("logging.level.org.springframework.context.annotation", "error");
        // It prints what a handler threw, which may quote what is personal.
        properties.put("logging.level.org.axonframework.eventhandling.deadletter", "error");
        if (settings.text(Setting.LOG_FORMAT).equals("json")) {
            properties.put("logging.structured.format.console", "ecs");
        } else {
            properties.put("logging.pattern.console", ONE_LINE_EACH);
        }
        return properties;
    }
}
