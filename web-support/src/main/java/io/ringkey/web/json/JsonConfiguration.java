package io.ringkey.web.json;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of every handler is {@link StrictJson}, of bounded length, for those who take it. */
@Configuration(proxyBeanMethods = false)
@Import(BodyLimits.class)
public class JsonConfiguration {

    @Bean
    JsonMapper strictJsonMapper() {
        return StrictJson.mapper();
    }

    @Bean
    WebMvcConfigurer answers(JsonMapper mapper) {
        return new WebMvcConfigurer() {
            /** No bean: Spring Boot would have it before those of bytes and text. */
            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.withJsonConverter(new JsonAnswers(mapper));
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AnswersThatAreTaken());
            }
        };
    }
}
