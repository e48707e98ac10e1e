package io.ringkey.web.sample;

import io.ringkey.api.Randomness;
import io.ringkey.web.WebSupportConfiguration;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    WebSupportConfiguration.class,
    SampleController.class,
    FakeSessions.class,
    FakeInspections.class,
    FakeUses.class,
    FakeKeys.class,
    FakeRecords.class,
    FakeViews.class,
    FakeDependency.class
})
public class SampleApplication {

    @Bean
    Clock clock() {
        return new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    }

    @Bean
    Randomness randomness() {
        var number = new AtomicInteger();
        return count -> {
            var bytes = new byte[count];
            bytes[count - 1] = (byte) number.incrementAndGet();
            return bytes;
        };
    }
}
