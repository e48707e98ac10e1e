package io.ringkey.web.problem;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Every failure, wherever it happens, is answered in one way. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, ProblemErrorController.class})
public class ProblemConfiguration {

    @Bean
    ProblemMessages problemMessages(Settings settings) {
        return new ProblemMessages(settings.text(Setting.LANGUAGE));
    }

    @Bean
    ProblemWriter problemWriter(ProblemMessages messages, ObjectProvider<MeterRegistry> meters) {
        return new ProblemWriter(messages, new ProblemMeters(meters.getIfAvailable(CompositeMeterRegistry::new)));
    }

    @Bean
    ThrownAnswers thrownAnswers(ProblemWriter writer) {
        return new ThrownAnswers(writer);
    }

    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter writer) {
        return (request, response, rejection) ->
                writer.write(request, response, Failure.of(FailureCode.BODY_UNREADABLE));
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> quietErrorReports() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline().addValve(new QuietErrorReport());
                host.setErrorReportValveClass(QuietErrorReport.class.getName());
            }
        });
    }
}
