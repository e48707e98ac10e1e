package io.ringkey.command;

import io.ringkey.web.WebSupportConfiguration;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.nio.file.Path;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The write side as a program of its own, beside any number of read sides and of its own like. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            JdbcAutoConfiguration.class,
            JpaAutoConfiguration.class,
            JpaEventStoreAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            XStreamAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
@Import({WebSupportConfiguration.class, CommandSideConfiguration.class, CommandSideProcess.class})
public class CommandSideApplication {

    public static void main(String[] arguments) {
        RingkeyApplication.orExit(() -> RingkeyApplication.run(
                CommandSideApplication.class, Settings.load(Path.of("")), "command-side", application -> {}));
    }
}
