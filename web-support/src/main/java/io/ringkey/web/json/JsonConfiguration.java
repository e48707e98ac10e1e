package io.ringkey.web.json;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of every handler is {@link StrictJson}, of bounded length. */
@Configuration(proxyBeanMethods = false)
@Import(BodyLimits.class)
public class JsonConfiguration {

    @Bean
    JsonMapper strictJsonMapper() {
        return StrictJson.mapper();
    }
}
