package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Person;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferralDeskTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void walksThroughTheTreeByKeyboardAlone(Look look) {
        Person root = pages.signedIn(Pages.newNumber());
        Person middle = pages.broughtBy(root);
        Person tip = pages.broughtBy(middle);
        try (Reader desk = pages.atTheDesk(Pages.MODERATOR, look)) {
            desk.follows("Referrals", "Приглашения");
            desk.sees("Who brought most", "Кто привёл больше всех");

            desk.opens("/admin/referrals/" + root.id() + "/");
            assertThat(desk.page().content()).doesNotContain(tip.id());
            desk.page().focus("#open-" + middle.id());
            desk.presses("Enter");
            desk.page().waitForSelector("svg a[href*='" + tip.id() + "']");
            assertThat(desk.page().url()).as("a link to share").contains("open=" + middle.id());
            desk.awaits("document.activeElement.id === 'open-" + middle.id() + "'");
            desk.presses("Enter");
            desk.awaits("document.querySelector(\"svg a[href*='" + tip.id() + "']\") === null");

            desk.page().focus("svg a[href*='" + middle.id() + "']");
            desk.presses("Enter");
            desk.page().waitForURL("**/" + middle.id() + "/");
            desk.page().waitForSelector("svg a[href*='" + root.id() + "']");
            desk.needsNoSidewaysScrolling();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void revokesOneReferralWithAReason(Look look) {
        Person root = pages.signedIn(Pages.newNumber());
        Person brought = pages.broughtBy(root);
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/referrals/" + brought.id() + "/");
            desk.chooses("Revoke because", "Отозвать, потому что", "mistake");
            desk.does("Revoke", "Отозвать");
            desk.sees("it was a mistake", "код применён по ошибке");
            assertThat(desk.page().locator("form[data-call$='/revoke/']").count())
                    .isZero();
        }
        assertThat(root.profile().json().path("referrals_total").asInt()).isZero();
        assertThat(brought.profile().json().path("referral_code").isNull()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void answersQuestions(Look look) {
        Person cheat = pages.signedIn(Pages.newNumber());
        String ring = pages.questionAbout(
                cheat, List.of(pages.broughtBy(cheat), pages.broughtBy(cheat), pages.broughtBy(cheat)));
        Person mother = pages.signedIn(Pages.newNumber());
        String family = pages.questionAbout(
                mother, List.of(pages.broughtBy(mother), pages.broughtBy(mother), pages.broughtBy(mother)));
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/referrals/");
            desk.page().waitForSelector("a[href='" + ring + "']");

            desk.page().click("a[href='" + ring + "']");
            desk.page().waitForURL("**" + ring);
            desk.chooses("Revoke because", "Отозвать, потому что", "same-device");
            desk.does("Revoke those that are ticked", "Отозвать отмеченные");
            desk.sees("revoked", "отозвано");
            assertThat(desk.page().locator("input[type=checkbox]").count()).isZero();

            desk.opens(family);
            desk.chooses("All right because", "Всё в порядке, потому что", "family");
            desk.does("It is all right", "Всё в порядке");
            desk.sees("it is a family", "это семья");

            desk.opens("/admin/referrals/?answered=true");
            desk.page().waitForSelector("a[href='" + ring + "']");
            desk.page().waitForSelector("a[href='" + family + "']");
            desk.opens("/admin/referrals/");
            assertThat(desk.page().content()).doesNotContain(ring).doesNotContain(family);
        }
        assertThat(cheat.profile().json().path("referrals_total").asInt()).isZero();
        assertThat(mother.profile().json().path("referrals_total").asInt()).isEqualTo(3);
    }
}
