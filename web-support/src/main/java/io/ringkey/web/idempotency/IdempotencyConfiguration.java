package io.ringkey.web.idempotency;

import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** POSTs can be repeated under a key. */
@Configuration(proxyBeanMethods = false)
public class IdempotencyConfiguration {

    @Bean
    FilterRegistrationBean<KeyedCalls> keyedCalls() {
        var registration = new FilterRegistrationBean<>(new KeyedCalls());
        registration.setOrder(Ordered.LOWEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebMvcConfigurer sameAnswers(
            ObjectProvider<IdempotencyRecords> records, ObjectProvider<DataSource> database, Clock clock) {
        Supplier<IdempotencyRecords> found = SingletonSupplier.of(() -> records.getIfAvailable(
                () -> new JdbcIdempotencyRecords(JdbcClient.create(database.getObject()), clock)));
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new SameAnswer(found)).order(Ordered.HIGHEST_PRECEDENCE + 20);
            }
        };
    }
}
