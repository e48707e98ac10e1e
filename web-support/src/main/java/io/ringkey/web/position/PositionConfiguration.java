package io.ringkey.web.position;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads can wait for what was written. Needs a {@link ViewPositions} wherever there are handlers that read views. */
@Configuration(proxyBeanMethods = false)
public class PositionConfiguration {

    @Bean
    WebMvcConfigurer waitForPositions(ObjectProvider<ViewPositions> views) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new WaitForPosition(views::getObject)).order(Ordered.HIGHEST_PRECEDENCE + 10);
            }
        };
    }
}
