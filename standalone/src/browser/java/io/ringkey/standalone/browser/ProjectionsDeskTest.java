package io.ringkey.standalone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.ringkey.standalone.support.Person;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionsDeskTest {

    private final Pages pages = Pages.get();

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void areMadeAgainWhileTheyAnswer(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.follows("Projections", "Проекции").needsNoSidewaysScrolling();
            desk.page().locator("#replay_figures").click();
            desk.awaits(inSection("figures", desk.says("took the view’s place", "заняло место представления")));
            assertThat(person.profile().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void areComparedBeforeTheirReplayIsLetInOrCancelled(Look look) {
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.opens("/admin/projections/");
            desk.page().locator("#try_sessions").click();
            desk.awaits(inSection("sessions", desk.says("the same as the view", "совпадает с представлением")));
            desk.needsNoSidewaysScrolling();
            desk.page().locator("#switch_sessions").click();
            desk.awaits(inSection("sessions", desk.says("took the view’s place", "заняло место представления")));

            desk.page().locator("#try_sessions").click();
            desk.page().locator("#cancel_sessions").click();
            desk.awaits(inSection("sessions", desk.says("cancelled", "отменено")));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ringkey.standalone.browser.Look#all")
    void sayWhatTheyCouldNotTakeInUntilSomebodyGivesItUp(Look look) {
        Person person = pages.signedIn(Pages.newNumber());
        person.client().put("/api/users/" + person.id() + "/", Map.of("phone", person.phone(), "city", "Омск"));
        String nobody = changeOfSomebodyWhoNeverWas(person);
        try (Reader desk = pages.atTheDesk(Pages.ADMIN, look)) {
            desk.follows("Dead letters", "Необработанные события");
            awaitLetter(desk, nobody);
            desk.needsNoSidewaysScrolling();
            var letter = desk.page().locator("section").filter(new Locator.FilterOptions().setHasText(nobody));
            desk.comesAnew(
                    () -> letter.locator("form[data-call$='/retry/'] button").click());
            awaitLetter(desk, nobody);

            letter.locator("details summary").last().click();
            letter.locator("input[name=reason]").fill("made by a test");
            letter.locator("button.alarm").click();
            desk.awaits("!document.body.innerText.includes('" + nobody + "')");
        }
        assertThat(pages.database()
                        .queryForObject(
                                "SELECT count(*) FROM read_model.dead_letter WHERE aggregate_identifier = ?",
                                Integer.class,
                                nobody))
                .isZero();
    }

    private static void awaitLetter(Reader desk, String stream) {
        Awaitility.await().pollInSameThread().until(() -> {
            desk.opens("/admin/dead-letters/");
            return desk.page().content().contains(stream);
        });
    }

    /** An event as only a fault of a program could make it. */
    private String changeOfSomebodyWhoNeverWas(Person person) {
        String nobody = UUID.randomUUID().toString();
        pages.database().update("""
                        INSERT INTO event_store.domain_event
                               (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                                payload_revision, payload, meta_data)
                        SELECT gen_random_uuid(), CAST(? AS uuid), 0, type, now(), payload_type, payload_revision,
                               convert_to(replace(convert_from(payload, 'UTF8'), ?, ?), 'UTF8'), meta_data
                          FROM event_store.domain_event
                         WHERE aggregate_identifier = CAST(? AS uuid) AND payload_type = 'account.profile-changed'
                         LIMIT 1
                        """, nobody, person.id(), nobody, person.id());
        return nobody;
    }

    private static String inSection(String projection, String words) {
        return "document.querySelector('section[aria-labelledby=" + projection + "]').innerText.includes('" + words
                + "')";
    }
}
