package io.ringkey.standalone;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.Release;
import java.io.PrintStream;
import java.net.URI;
import org.springframework.context.ApplicationContext;

/** What somebody who has just started the program wants to know. */
final class Banner {

    private Banner() {}

    static void print(Settings settings, ApplicationContext context, PrintStream out) {
        URI url = settings.publicUrl();
        var text = new StringBuilder()
                .append("\nRingkey ")
                .append(Release.number())
                .append(" is ready.\n\n");
        line(text, "Service", url + "/api/");
        line(text, "API pages", url + "/swagger/ and " + url + "/redoc/");
        line(text, "Administration", url + "/admin/");
        line(
                text,
                "Health",
                "http://" + settings.text(Setting.MANAGEMENT_ADDRESS) + ":"
                        + context.getEnvironment()
                                .getProperty("local.management.port", settings.text(Setting.MANAGEMENT_PORT))
                        + "/actuator/health");
        switch (settings.text(Setting.SMS_SENDER)) {
            case "outbox" -> {
                line(text, "Codes", url + "/outbox/ (nothing is sent; this is for development)");
                if (settings.embeddedDatabase()) {
                    line(
                            text,
                            "Outbox key",
                            "in " + settings.path(Setting.DATA_DIR).resolve("outbox.key"));
                }
            }
            case "echo" -> line(text, "Codes", "in the answers themselves (echo: for development only)");
            default -> line(text, "Codes", "sent by " + settings.text(Setting.SMS_SENDER));
        }
        if (!settings.flag(Setting.LIMITS)) {
            line(text, "Limits", "OFF: sending and guessing are not limited");
        }
        line(
                text,
                "Data",
                settings.embeddedDatabase()
                        ? settings.path(Setting.DATA_DIR).toString()
                        : settings.text(Setting.DATABASE_URL));
        out.println(text);
        out.flush();
    }

    private static void line(StringBuilder text, String what, String where) {
        text.append("  %-15s %s%n".formatted(what, where));
    }
}
