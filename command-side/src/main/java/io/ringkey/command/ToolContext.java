package io.ringkey.command;

import io.ringkey.command.CreateAdmin.WriteSide;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The write side without its HTTP, for a command of the program. */
public final class ToolContext implements WriteSide {

    private final ConfigurableApplicationContext context;

    private ToolContext(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts one.
     *
     * @param source the application's class, with its connections to the database
     * @param more what else is to be done to the application before it starts
     */
    public static ToolContext start(Class<?> source, Settings settings, Consumer<SpringApplication> more) {
        return new ToolContext(RingkeyApplication.run(source, settings, "ringkey", application -> {
            application.setWebApplicationType(WebApplicationType.NONE);
            more.accept(application);
        }));
    }

    @Override
    public Commands commands() {
        return context.getBean(Commands.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
