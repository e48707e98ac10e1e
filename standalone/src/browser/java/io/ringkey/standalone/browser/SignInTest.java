package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignInTest {

    private final Pages pages = Pages.get();
    private final Pages limited = Pages.withLimits();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void takesANumberThenACodeAndSaysHowManyTriesAreLeft(Look look) {
        String phone = Pages.newNumber();
        try (Reader reader = limited.reader(look)) {
            reader.opens("/");
            reader.page().fill("#phone", phone);
            reader.clicks("Get a code", "Получить код");
            reader.page().waitForSelector("#verify:not([hidden])");

            assertThat(reader.page().getAttribute("#code", "autocomplete")).isEqualTo("one-time-code");
            assertThat(reader.page().getAttribute("#code", "inputmode")).isEqualTo("numeric");
            assertThat(reader.page().textContent("#attempts")).contains("3");
            reader.needsNoSidewaysScrolling();

            reader.page().fill("#code", Person.wrong(limited.codeOf(phone)));
            reader.clicks("Sign in", "Войти");
            reader.awaits("document.querySelector('#attempts').textContent.includes('2')");
            assertThat(reader.page().textContent("#verify .problem")).isNotBlank();

            reader.page().fill("#code", limited.codeOf(phone));
            reader.clicks("Sign in", "Войти");
            reader.page().waitForSelector("h2#profile");
            reader.needsNoSidewaysScrolling();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void canBeDoneByTheKeyboardAlone(Look look) {
        String phone = Pages.newNumber();
        try (Reader reader = pages.reader(look)) {
            reader.opens("/");
            reader.page().keyboard().type(phone);
            reader.presses("Tab", "Enter");
            reader.page().waitForSelector("#verify:not([hidden])");
            assertThat(reader.page().evaluate("document.activeElement.id")).isEqualTo("code");
            reader.page().keyboard().type(pages.codeOf(phone));
            reader.presses("Enter");
            reader.page().waitForSelector("h2#profile");
            // On to the way out, without the mouse.
            for (int i = 0; i < 10 && !"sign-out".equals(reader.page().evaluate("document.activeElement.id")); i++) {
                reader.presses("Tab");
            }
            reader.presses("Enter");
            reader.page().waitForSelector("#ask");
        }
    }

    @Test
    void countsDownUntilTheCodeCanBeSentAgain() {
        try (Reader reader = limited.reader(Look.PHONE)) {
            reader.opens("/");
            reader.page().fill("#phone", Pages.newNumber());
            reader.clicks("Get a code", "Получить код");
            reader.page().waitForSelector("#verify:not([hidden])");
            assertThat(reader.page().locator("#again").isDisabled()).isTrue();
            int left = seconds(reader);
            reader.awaits("Number(document.querySelector('#again').textContent.replace(/\\D/g, '')) < " + left);
        }
    }

    private static int seconds(Reader reader) {
        return Integer.parseInt(reader.page().textContent("#again").replaceAll("\\D", ""));
    }

    @Test
    void goesBackToAnotherNumber() {
        try (Reader reader = pages.reader(Look.DESK)) {
            reader.opens("/");
            reader.page().fill("#phone", Pages.newNumber());
            reader.clicks("Get a code", "Получить код");
            reader.page().waitForSelector("#verify:not([hidden])");
            reader.clicks("Another number", "Другой номер");
            reader.page().waitForSelector("#ask:not([hidden])");
            reader.signsIn(Pages.newNumber()).page().waitForSelector("h2#profile");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void anInviteLinkFillsInTheCodeOfWhoeverInvites(Look look) {
        String code = pages.signedIn(Pages.newNumber()).inviteCode();
        try (Reader reader = pages.reader(look)) {
            reader.opens("/?invite=" + code).signsIn(Pages.newNumber());
            assertThat(reader.page().inputValue("#invited")).isEqualTo(code);
            reader.page().locator("form:has(#invited) button").click();
            reader.awaits("!document.querySelector('#invited')");
            reader.sees(code);
        }
    }
}
