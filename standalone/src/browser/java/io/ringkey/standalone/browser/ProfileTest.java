package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.ringkey.standalone.support.Person;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void isChangedWithAPictureAndKept(Look look) throws IOException {
        String phone = Pages.newNumber();
        try (Reader reader = pages.reader(look)) {
            reader.opens("/").signsIn(phone);
            reader.page().fill("#email", "ann@example.org");
            reader.page().fill("#city", "Омск");
            reader.page().locator("form:has(#city) button").click();
            reader.sees("Saved.", "Сохранено.");

            reader.page()
                    .locator("form[data-picture] input[type=file]")
                    .setInputFiles(new FilePayload("me.png", "image/png", picture()));
            reader.page().locator("form[data-picture] button").first().click();
            reader.page().waitForSelector("img.avatar");
            reader.page().reload();
            assertThat(reader.page().inputValue("#city")).isEqualTo("Омск");
            reader.needsNoSidewaysScrolling();
        }
        assertThat(pages.signedIn(phone).profile().text("email")).isEqualTo("ann@example.org");
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void showsTheLinkThatInvitesAndWhomItBrought(Look look) {
        String phone = Pages.newNumber();
        try (Reader reader = pages.reader(look)) {
            reader.opens("/").signsIn(phone);
            String link = reader.page().inputValue("#link");
            assertThat(reader.page().locator("svg.qr path").count()).isEqualTo(1);

            Person brought = pages.signedIn(Pages.newNumber());
            String code = link.substring(link.indexOf("invite=") + "invite=".length());
            assertThat(brought.client()
                            .put(
                                    "/api/users/" + brought.id() + "/",
                                    Map.of("phone", brought.phone(), "referral_code", code))
                            .status())
                    .isEqualTo(200);
            reader.page().reload();
            reader.sees(brought.phone().substring(0, 5) + "•••••");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void endsAnotherSessionAndShowsTheHistory(Look look) {
        String phone = Pages.newNumber();
        Person elsewhere = pages.signedIn(phone);
        try (Reader reader = pages.reader(look)) {
            reader.opens("/").signsIn(phone);
            assertThat(elsewhere.profile().status()).isEqualTo(200);
            reader.clicks("End", "Завершить");
            reader.awaits("document.querySelectorAll('form[data-call*=\"/sessions/\"] button').length === 1");
            assertThat(elsewhere.profile().status()).isEqualTo(401);
            reader.sees("signed in", "вход");
        }
    }

    @Test
    void handsOutEverythingThatIsHeld() throws IOException {
        String phone = Pages.newNumber();
        try (Reader reader = pages.reader(Look.DESK)) {
            reader.opens("/").signsIn(phone);
            Page page = reader.page();
            Download file = page.waitForDownload(() -> page.click("form[data-name='ringkey-export.json'] button"));
            assertThat(Files.readString(file.path())).contains(phone);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void isDeletedForGoodOnlyWhenThatIsMeant(Look look) {
        String phone = Pages.newNumber();
        String id;
        try (Reader reader = pages.reader(look)) {
            reader.opens("/").signsIn(phone);
            id = pages.signedIn(phone).id();
            reader.page().locator("details summary").last().click();
            reader.clicks("Delete for good", "Удалить навсегда");
            assertThat(reader.page().locator("h2#profile").isVisible())
                    .as("not sure yet")
                    .isTrue();
            reader.page().locator("details .check input").last().check();
            reader.clicks("Delete for good", "Удалить навсегда");
            reader.page().waitForSelector("#ask");
        }
        assertThat(pages.signedIn(phone).id()).isNotEqualTo(id);
    }

    private static byte[] picture() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
