package io.ringkey.command.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.Randomness;
import java.nio.ByteBuffer;
import java.util.HashMap;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    Commands commands(CommandBus bus, Randomness randomness, MeterRegistry meters) {
        return new Commands(
                bus, () -> ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong(), new CommandMeters(meters));
    }

    @Bean
    @Qualifier("localSegment")
    SimpleCommandBus commandBus(
            TransactionManager transactions,
            CommandBusSpanFactory spans,
            ObjectProvider<SharedCommands> shared,
            MeterRegistry meters,
            org.axonframework.config.Configuration axon) {
        var bus = new SharingCommandBus(transactions, spans, shared::getObject, new GroupMeters(meters));
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        return bus;
    }

    /** What a command was sent for and on whose behalf goes along with the events that it makes. */
    @Bean
    CorrelationDataProvider correlation() {
        var origin = new MessageOriginProvider();
        var ours = new SimpleCorrelationDataProvider(Commands.ACTOR, Commands.REQUEST_ID);
        return message -> {
            var data = new HashMap<String, Object>(origin.correlationDataFor(message));
            data.putAll(ours.correlationDataFor(message));
            return data;
        };
    }
}
