package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Person;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeopleDeskTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void findsSomebodyByTheirNumberAndRevealsIt(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        try (Reader desk = pages.atTheDesk(Pages.MODERATOR, look)) {
            desk.follows("People", "Люди");
            desk.page().fill("#search", person.phone());
            desk.awaits("document.querySelectorAll('#list tbody tr').length === 1");
            assertThat(desk.page().url()).as("a link to share").contains("search=");
            desk.needsNoSidewaysScrolling();

            desk.page().locator("#list tbody a").first().click();
            desk.sees(person.inviteCode());
            assertThat(desk.page().content()).doesNotContain(person.phone());
            desk.clicks("Reveal number and e-mail", "Показать номер и почту");
            desk.sees(person.phone());
            desk.needsNoSidewaysScrolling();
        }
        assertThat(pages.admin()
                        .client()
                        .get("/api/admin/events/?type=inspection.looked&limit=200")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void sortsAndFilters(Look look) {
        Person inviter = pages.signedIn(Pages.newNumber());
        for (int i = 0; i < 3; i++) {
            pages.broughtBy(inviter);
        }
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/people/");
            desk.chooses("Order", "Порядок", "most-brought");
            desk.awaits("location.search.includes('order=most-brought')");
            desk.awaits("document.querySelector('#list tbody td.number').textContent.trim() >= '3'");
            desk.chooses("Role", "Роль", "moderator");
            desk.awaits(
                    "[...document.querySelectorAll('#list tbody tr')].every(row => /moderator|модератор/.test(row.innerText))");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void blocksSomebodyAndLetsThemInAgain(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/people/" + person.id() + "/");
            desk.does("Block", "Заблокировать");
            desk.sees("blocked", "заблокирован");
            assertThat(person.profile().status()).isIn(401, 403);
            desk.does("Unblock", "Разблокировать");
            desk.page().waitForSelector("form[data-call$='/block/']");
            desk.sees("account.person-blocked");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void makesSomebodyAModeratorWhoLosesItAgainAtOnce(Look look) { // A6
        String phone = Pages.newNumber();
        Person person = pages.signedIn(phone);
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look);
                Reader theirs = pages.reader(look)) {
            theirs.opens("/admin/").signsIn(phone);
            theirs.sees("This page is not for you", "Эта страница не для вас");

            desk.opens("/admin/people/" + person.id() + "/").chooses("Role", "Роль", "moderator");
            desk.does("Set the role", "Назначить роль");
            theirs.opens("/admin/people/").page().waitForSelector("#list");

            desk.opens("/admin/people/" + person.id() + "/").chooses("Role", "Роль", "user");
            desk.does("Set the role", "Назначить роль");
            theirs.opens("/admin/people/").sees("This page is not for you", "Эта страница не для вас");
        }
    }
}
