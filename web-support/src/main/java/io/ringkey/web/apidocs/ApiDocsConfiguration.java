package io.ringkey.web.apidocs;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Describes the API from its handlers, and shows the description. */
@Configuration(proxyBeanMethods = false)
@Import({ApiPages.class, ApiDescription.class})
public class ApiDocsConfiguration {

    @Bean
    WebMvcConfigurer apiAssets() {
        return new ApiAssets();
    }

    @Bean
    static BeanDefinitionRegistryPostProcessor describedWhenAsked() {
        return new DescribedWhenAsked();
    }
}
