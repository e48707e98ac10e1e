package io.ringkey.web.start;

import io.ringkey.api.CannotRun;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Settings;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a program of Ringkey. */
public final class RingkeyApplication {

    private RingkeyApplication() {}

    /**
     * Starts a Spring Boot application under these settings, which it also gets as a bean.
     *
     * @param source the application's class
     * @param name the program's name, as logs and metrics show it
     * @param more what else is to be done to the application before it starts
     * @throws BadSetting for a setting that turns out unusable only now; possibly as a cause
     */
    public static ConfigurableApplicationContext run(
            Class<?> source, Settings settings, String name, Consumer<SpringApplication> more) {
        // Nothing phones home, and nobody advertises. Read by Axon's classes as they load.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        var application = new SpringApplication(source);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(SpringProperties.of(settings, name));
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("settings", settings));
        more.accept(application);
        return application.run();
    }

    /** Runs a program; one that stops for what its operator can mend says so in one sentence, with its exit code. */
    public static void orExit(Runnable program) {
        orExit(program, System::exit);
    }

    static void orExit(Runnable program, IntConsumer exit) {
        try {
            program.run();
        } catch (RuntimeException thrown) {
            CannotRun reason = CannotRun.in(thrown);
            if (reason == null) {
                throw thrown;
            }
            System.err.println(reason.getMessage());
            exit.accept(reason.exitCode());
        }
    }
}
