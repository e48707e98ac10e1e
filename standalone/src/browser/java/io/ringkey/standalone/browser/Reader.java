package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Somebody at a browser of their own. When they leave, nothing may have gone wrong in it: no error in the console, no
 * script that failed, no call to another host.
 */
final class Reader implements AutoCloseable {

    private static final int PICTURE_QUALITY = 70;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pages pages;
    private final Look look;
    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    Reader(Pages pages, Look look) {
        this.pages = pages;
        this.look = look;
        this.context = Chromium.get()
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(pages.url())
                        .setViewportSize(look.width(), 900)
                        .setColorScheme(look.scheme())
                        .setLocale(look.language().equals("en") ? "en-US" : "ru-RU"));
        this.page = context.newPage();
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            // The browser itself says so of every answer that refuses something, as some of them are to do here.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                faults.add("console: " + message.text());
            }
        });
        page.onPageError(error -> faults.add("script: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(pages.url()) && !request.url().startsWith("blob:")) {
                faults.add("elsewhere: " + request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    Look look() {
        return look;
    }

    /** Of words in both languages, those on the page. */
    String says(String english, String russian) {
        return look.says(english, russian);
    }

    Reader opens(String path) {
        page.navigate(path);
        return this;
    }

    /** Signs in, as this number's holder, on whatever page asks for it. */
    Reader signsIn(String phone) {
        page.fill("#phone", phone);
        page.keyboard().press("Enter");
        page.waitForSelector("#verify:not([hidden])");
        page.fill("#code", pages.codeOf(phone));
        page.keyboard().press("Enter");
        page.waitForSelector("#sign-out");
        return this;
    }

    Reader clicks(String english, String russian) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions()
                                .setName(says(english, russian))
                                .setExact(true))
                .first()
                .click();
        return this;
    }

    /** Clicks, and waits until the page has come anew. */
    Reader does(String english, String russian) {
        return comesAnew(() -> clicks(english, russian));
    }

    /** To another page, and waits until it is there. */
    Reader follows(String english, String russian) {
        return comesAnew(() -> page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions()
                                .setName(says(english, russian))
                                .setExact(true))
                .first()
                .click());
    }

    /** Waits, after a click, until the page has come anew and its scripts are there. */
    Reader comesAnew(Runnable click) {
        page.evaluate("document.body.dataset.old = true");
        click.run();
        return awaits("document.body.dataset.old === undefined && document.readyState === 'complete'");
    }

    /** Waits until the page says so. */
    Reader sees(String text) {
        page.getByText(text).locator("visible=true").first().waitFor();
        return this;
    }

    Reader sees(String english, String russian) {
        return sees(says(english, russian));
    }

    /** Waits until this expression is true on the page: asked again and again, since the page forbids itself to poll. */
    Reader awaits(String expression) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .pollInSameThread()
                .ignoreExceptionsMatching(thrown -> thrown instanceof PlaywrightException)
                .until(() -> Boolean.TRUE.equals(page.evaluate(expression)));
        return this;
    }

    /** Gives a field another value by the words beside it. */
    Reader writes(String english, String russian, String value) {
        field(english, russian).fill(value);
        return this;
    }

    Reader chooses(String english, String russian, String value) {
        field(english, russian).selectOption(value);
        return this;
    }

    Locator field(String english, String russian) {
        return page.getByLabel(says(english, russian)).first();
    }

    Reader presses(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /** Nothing on the page is wider than the window. */
    Reader needsNoSidewaysScrolling() {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what stands out to the side of %s in %s", page.url(), look)
                .isEqualTo(0);
        return this;
    }

    /** Keeps a picture of what is seen without scrolling. */
    void pictures(String name, Path directory) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(directory.resolve(name + ".jpg"))
                .setType(ScreenshotType.JPEG)
                .setQuality(PICTURE_QUALITY));
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults).as("what went wrong in the browser").isEmpty();
    }
}
