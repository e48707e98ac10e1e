package io.ringkey.web.json;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
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
    JacksonJsonHttpMessageConverter jsonAnswers(JsonMapper mapper) {
        return new JsonAnswers(mapper);
    }

    @Bean
    WebMvcConfigurer answersThatAreTaken() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AnswersThatAreTaken());
            }
        };
    }
}
