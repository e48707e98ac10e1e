package io.ringkey.bench.empty;

import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;

/** Comes along by being on the class path of the program that is measured, which is otherwise as it is shipped. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import(EmptyEndpoint.class)
public class EmptyEndpointConfiguration {

    /** Nobody asks who calls. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain noChecks() {
        return new DefaultSecurityFilterChain(
                request -> request.getRequestURI().startsWith("/bench/"), List.<Filter>of());
    }
}
