package io.ringkey.standalone;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.net.URL;
import java.util.Map;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;

/** Which beans there are, and what they need, found out when the program is built: a start need not look for them. */
final class PreparedBeans {

    private static final String INITIALIZER = "PreparedBeans__ApplicationContextInitializer";

    private PreparedBeans() {}

    /** For the build alone, which lets it come as far as the definitions. */
    public static void main(String[] arguments) {
        RingkeyApplication.run(
                StandaloneApplication.class,
                Settings.of(Map.of(Setting.ERASURE_LEDGER.variable(), "erased")),
                Serve.NAME,
                application -> {});
    }

    /**
     * Has an application use them, where they are there and are those that it would find under these settings. With {@code
     * -Dspring.aot.enabled=false} it finds its beans itself.
     */
    static void offerTo(SpringApplication application, Settings settings) {
        boolean unwanted = Boolean.FALSE.equals(SpringProperties.checkFlag(AotDetector.AOT_ENABLED));
        if (!unwanted && packaged() && fit(settings)) {
            SpringProperties.setFlag(AotDetector.AOT_ENABLED);
            application.addInitializers(definitions());
        }
    }

    static ApplicationContextInitializer<GenericApplicationContext> definitions() {
        return AotApplicationContextInitializer.forInitializerClasses(
                PreparedBeans.class.getPackageName() + "." + INITIALIZER);
    }

    /** Whether no setting wants other beans than those of {@link #main}. */
    static boolean fit(Settings settings) {
        int port = settings.number(Setting.PORT);
        boolean onePort = port != 0 && port == settings.number(Setting.MANAGEMENT_PORT);
        return settings.given(Setting.ERASURE_LEDGER)
                && settings.uri(Setting.OTLP_ENDPOINT).isEmpty()
                && !onePort;
    }

    /** Beside classes in a directory they may be older ones. */
    private static boolean packaged() {
        URL there = PreparedBeans.class.getResource(INITIALIZER + ".class");
        return there != null && there.getProtocol().equals("jar");
    }
}
