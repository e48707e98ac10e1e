package io.ringkey.web.request;

import io.ringkey.api.Randomness;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every call has an id and an origin, and means the same with and without a trailing slash. */
@Configuration(proxyBeanMethods = false)
public class RequestConfiguration {

    @Bean
    RequestIds requestIds(Randomness randomness) {
        return new RandomRequestIds(randomness);
    }

    @Bean
    FilterRegistrationBean<RequestId> requestIdFilter(RequestIds ids) {
        var registration = new FilterRegistrationBean<>(new RequestId(ids));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<UrlHandlerFilter> trailingSlashFilter() {
        var filter = UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build();
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    WebMvcRegistrations handlersByPath() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new PathsFirst();
            }
        };
    }

    @Bean
    Origins origins(Settings settings) {
        return new Origins(settings.list(Setting.TRUSTED_PROXIES));
    }

    @Bean
    WebMvcConfigurer argumentsOfCalls(Origins origins) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new OriginArgument(origins));
            }

            /** Values of a call say themselves what they take: nothing looks for constraints in annotations. */
            @Override
            public Validator getValidator() {
                return NoValidator.INSTANCE;
            }
        };
    }

    private enum NoValidator implements Validator {
        INSTANCE;

        @Override
        public boolean supports(Class<?> type) {
            return false;
        }

        @Override
        public void validate(Object target, Errors errors) {
            throw new UnsupportedOperationException();
        }
    }
}
