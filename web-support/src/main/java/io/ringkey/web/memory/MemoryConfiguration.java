package io.ringkey.web.memory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class MemoryConfiguration {

    @Bean
    OldGarbage oldGarbage() {
        return new OldGarbage();
    }
}
