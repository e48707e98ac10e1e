package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Person;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventDeskTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void filtersTheRecordByALinkToShareAndOpensOneEvent(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look);
                Reader other = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.follows("Events", "События");
            desk.chooses("What happened", "Что произошло", "account.person-registered");
            desk.awaits("location.search === '?type=account.person-registered'");
            desk.awaits("[...document.querySelectorAll('#rows code.type')]"
                    + ".every(type => type.textContent === 'account.person-registered')");
            desk.needsNoSidewaysScrolling();

            other.opens(desk.page().url().substring(pages.url().length()));
            other.awaits("document.querySelector('#rows a.stream').title === '" + person.id() + "'");
            other.page().locator("#rows a.index").first().click();
            other.sees("account.person-registered").sees("request_id");
            assertThat(other.page().content()).doesNotContain(person.phone());
            other.follows("Show in full", "Показать полностью");
            other.sees(person.phone());
            other.needsNoSidewaysScrolling();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void followsTheRecordLive(Look look) {
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/events/?type=account.invite-code-given").clicks("Follow live", "Следить вживую");
            desk.sees("New events appear here by themselves.", "Новые события появляются здесь сами.");

            Person person = pages.signedIn(Pages.newNumber());

            desk.awaits("document.querySelector('#rows tr.fresh a.stream')?.title === '" + person.id() + "'");
            desk.needsNoSidewaysScrolling();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void findsWhatIsOnRecordOfANumberThatStandsInNoAddress(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/events/").page().click("details.by-phone summary");
            desk.page().fill("#by-phone [name=phone]", person.phone());
            desk.presses("Enter");
            desk.awaits("[...document.querySelectorAll('#found-rows a.stream')]" + ".some(stream => stream.title === '"
                    + person.id() + "')");
            assertThat(desk.page().url()).endsWith("/admin/events/");
            desk.needsNoSidewaysScrolling();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void stepsThroughTimeWithTheKeyboardAlone(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        for (String city : new String[] {"Omsk", "Tomsk"}) {
            person.client().send("PATCH", "/api/users/me/", Map.of("city", city));
        }
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/streams/" + person.id() + "/").awaits(changes("city", "O•••", "T•••"));
            desk.presses("ArrowLeft").awaits("location.search === '?at=2'").awaits(changes("city", "—", "O•••"));
            desk.presses("Home").awaits("location.search === '?at=0'").awaits(changes("account", "—", person.id()));
            desk.presses("ArrowRight").awaits("location.search === '?at=1'");
            desk.presses("End").awaits("location.search === '?at=3'").awaits(changes("city", "O•••", "T•••"));
            desk.page().goBack();
            desk.awaits("location.search === '?at=1'").sees("account.invite-code-given");
            desk.needsNoSidewaysScrolling();
        }
    }

    private static String changes(String field, String before, String after) {
        return "[...document.querySelectorAll('.changes > div')].some(change =>"
                + " change.querySelector('code').textContent === '%s'".formatted(field)
                + " && change.querySelector('del').textContent === '%s'".formatted(before)
                + " && change.querySelector('ins').textContent === '%s')".formatted(after);
    }
}
