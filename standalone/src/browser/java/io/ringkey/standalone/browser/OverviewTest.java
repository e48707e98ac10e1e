package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Person;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OverviewTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void showsWhatHappensWhileItHappens(Look look) {
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.sees("Sign-ins", "Входы").needsNoSidewaysScrolling();
            desk.follows("last 24 hours", "последние 24 часа");
            int before = total(desk);
            pages.signedIn(Pages.newNumber());
            desk.awaits("Number(document.querySelector('.charts figcaption b').textContent) > " + before);
            assertThat(desk.page()
                            .locator(".charts a[href*='verification.code-verified']")
                            .count())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void showsWhoIsUnderAttack(Look look) {
        Person victim = pages.signedIn(Pages.newNumber());
        for (int i = 0; i < 10; i++) {
            pages.client().post("/api/users/login/", Map.of("phone", victim.phone()));
            pages.client()
                    .post(
                            "/api/users/token/",
                            Map.of("phone", victim.phone(), "password", Person.wrong(pages.codeOf(victim.phone()))));
        }
        try (Reader desk = pages.atTheDesk(Pages.MODERATOR, look)) {
            desk.follows("Security", "Безопасность");
            desk.page().locator("a[href='/admin/people/" + victim.id() + "/']").waitFor();
            desk.sees("127.0.0.1").needsNoSidewaysScrolling();
        }
    }

    private static int total(Reader desk) {
        return Integer.parseInt(
                desk.page().locator(".charts figcaption b").first().textContent());
    }
}
