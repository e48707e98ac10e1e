package io.ringkey.standalone.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's own Chromium, started once. */
final class Chromium {

    private static final Path PROGRAM = Path.of(System.getProperty("ringkey.chromium", "/usr/bin/chromium"));

    private Chromium() {}

    private static final class Holder {
        static final Browser BROWSER = start();

        private static Browser start() {
            if (!Files.isExecutable(PROGRAM)) {
                throw new IllegalStateException("There is no Chromium at " + PROGRAM
                        + ": install it (Debian: apt-get install chromium), or say where it is by"
                        + " -Dringkey.chromium=/path/to/it.");
            }
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(PROGRAM)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
        }
    }

    static Browser get() {
        return Holder.BROWSER;
    }
}
