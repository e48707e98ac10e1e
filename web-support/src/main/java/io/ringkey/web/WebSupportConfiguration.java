package io.ringkey.web;

import io.ringkey.web.access.AccessConfiguration;
import io.ringkey.web.apidocs.ApiDocsConfiguration;
import io.ringkey.web.cursor.CursorConfiguration;
import io.ringkey.web.idempotency.IdempotencyConfiguration;
import io.ringkey.web.json.JsonConfiguration;
import io.ringkey.web.masterkey.MasterKeyConfiguration;
import io.ringkey.web.memory.MemoryConfiguration;
import io.ringkey.web.position.PositionConfiguration;
import io.ringkey.web.problem.ProblemConfiguration;
import io.ringkey.web.request.RequestConfiguration;
import io.ringkey.web.retention.RetentionConfiguration;
import io.ringkey.web.tracing.TracingConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * All that both sides' HTTP shares. Imported by the application of each side, or once by the one that runs both; needs
 * beans of type {@code Settings}, {@code DataSource}, {@code Clock} and {@code Randomness}.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:ringkey/web.properties")
@Import({
    MasterKeyConfiguration.class,
    MemoryConfiguration.class,
    RequestConfiguration.class,
    ProblemConfiguration.class,
    JsonConfiguration.class,
    AccessConfiguration.class,
    PositionConfiguration.class,
    IdempotencyConfiguration.class,
    CursorConfiguration.class,
    RetentionConfiguration.class,
    ApiDocsConfiguration.class,
    TracingConfiguration.class
})
public class WebSupportConfiguration {}
