package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import io.ringkey.standalone.support.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks at every page there is; {@code -Dringkey.screenshots=directory} keeps what it saw. */
class EveryPageTest {

    private static final String SCREENSHOTS = System.getProperty("ringkey.screenshots");

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void isFreeOfSeriousFaultsForPeopleWithDisabilitiesAndFitsTheWindow(Look look) throws IOException {
        try (Reader nobody = pages.reader(look)) {
            nobody.opens("/");
            examine(nobody, "sign-in");
        }
        Person person = somebody();
        try (Reader home = pages.reader(look)) {
            home.opens("/").signsIn(person.phone());
            examine(home, "profile");
            home.opens("/admin/");
            examine(home, "refused");
        }
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            for (Map.Entry<String, String> page : desk(person).entrySet()) {
                desk.opens(page.getValue());
                examine(desk, page.getKey());
            }
        }
    }

    private Map<String, String> desk(Person person) {
        var all = new LinkedHashMap<String, String>();
        all.put("overview", "/admin/");
        all.put("people", "/admin/people/");
        all.put("person", "/admin/people/" + person.id() + "/");
        all.put("events", "/admin/events/");
        all.put("event", "/admin/events/1/");
        all.put("stream", "/admin/streams/" + person.id() + "/");
        all.put("security", "/admin/security/");
        all.put("referral-question", questionAbout(person));
        all.put("referrals", "/admin/referrals/");
        all.put("referral-tree", "/admin/referrals/" + person.id() + "/");
        all.put("projections", "/admin/projections/");
        all.put("dead-letters", "/admin/dead-letters/");
        return all;
    }

    private Person somebody() {
        Person person = pages.signedIn(Pages.newNumber());
        person.client()
                .put(
                        "/api/users/" + person.id() + "/",
                        Map.of("phone", person.phone(), "email", "ann@example.org", "city", "Омск"));
        for (int i = 0; i < 3; i++) {
            pages.broughtBy(pages.broughtBy(person));
        }
        return person;
    }

    private String questionAbout(Person inviter) {
        return pages.questionAbout(
                inviter,
                Stream.generate(() -> pages.broughtBy(inviter)).limit(3).toList());
    }

    private static void examine(Reader reader, String name) throws IOException {
        reader.page().waitForLoadState();
        var faults = new AxeBuilder(reader.page())
                .analyze().getViolations().stream()
                        .filter(rule -> rule.getImpact().equals("serious")
                                || rule.getImpact().equals("critical"))
                        .collect(Collectors.toMap(
                                rule -> rule.getId() + ": " + rule.getHelp(),
                                rule -> rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList()));
        assertThat(faults).as("%s in %s", name, reader.look()).isEmpty();
        reader.needsNoSidewaysScrolling();
        if (SCREENSHOTS != null) {
            Path directory = Files.createDirectories(Path.of(SCREENSHOTS));
            reader.pictures(name + "-" + reader.look(), directory);
        }
    }
}
