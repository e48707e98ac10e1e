package io.ringkey.query.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class ReferralPagesTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final Pattern TOGGLE =
            Pattern.compile("class=\"toggle\" id=\"open-([0-9a-f-]+)\" href=\"([^\"]+)\"");

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final TestPerson root = TestPerson.registered(side);
    private final TestPerson middle = brought(root, 1);
    private final TestPerson leaf = brought(middle, 2);
    private final TestPerson tip = brought(leaf, 3);
    private final UUID question = side.newId();

    @BeforeEach
    void somethingIsAsked() {
        leaf.lives(null, "<b>Омск</b>");
        side.settle();
        side.database().sql("""
                        INSERT INTO read_model.referral_question
                               (question_id, kind, inviter_id, people, places, clients, idle, since, newest_at, raised_at)
                        VALUES (?, 'same-device', ?, 3, 1, 1, 2, now(), now(), now())
                        """).params(question, root.account()).update();
        for (TestPerson person : List.of(middle, leaf, tip)) {
            side.database()
                    .sql("INSERT INTO read_model.questioned_person VALUES (?, ?, 1, 1, ?)")
                    .params(question, person.account(), person != tip)
                    .update();
        }
    }

    @Test
    void showWhoStandsAboveAndBelowSomebody() {
        String page = page(Role.MODERATOR, tree(middle));

        assertThat(page).contains(tree(root), tree(leaf)).doesNotContain(tree(tip));
        assertThat(page)
                .contains("aria-current=\"true\"", "&lt;b&gt;Омск&lt;/b&gt;")
                .doesNotContain("<b>Омск");
        assertThat(Pattern.compile("\\+7913\\d{7}").matcher(page).find()).isFalse();
        assertThat(page).doesNotContain("/revoke/");
        assertThat(page(Role.ADMIN, tree(middle)))
                .contains("POST /api/admin/referrals/" + middle.account() + "/revoke/");
        assertThat(page(Role.ADMIN, tree(root))).doesNotContain("/revoke/");
    }

    @Test
    void openAndCloseWhomSomebodyBroughtByALink() {
        Matcher closed = TOGGLE.matcher(page(Role.MODERATOR, tree(middle)));
        assertThat(closed.find()).isTrue();
        assertThat(closed.group(1)).isEqualTo(leaf.account().toString());

        String opened = page(Role.MODERATOR, closed.group(2).replace("#tree", ""));
        assertThat(opened).contains(tree(tip));

        Matcher open = TOGGLE.matcher(opened);
        assertThat(open.find()).isTrue();
        assertThat(page(Role.MODERATOR, open.group(2).replace("#tree", ""))).doesNotContain(tree(tip));
    }

    @Test
    void showAQuestionAndItsAnswersToThoseWhoMayGiveThem() {
        String path = "/admin/referrals/questions/" + question + "/";
        String toModerators = page(Role.MODERATOR, path);
        String toAdmins = page(Role.ADMIN, path);

        assertThat(toModerators).contains(tree(tip), "Administrators answer.").doesNotContain("checkbox", "/dismiss/");
        assertThat(toAdmins).contains("/api/admin/referrals/questions/" + question + "/dismiss/");
        assertThat(toAdmins.split("type=\"checkbox\"", -1)).hasSize(4);
        assertThat(toAdmins.split("checked=\"checked\"", -1))
                .as("those who never came back")
                .hasSize(3);
        assertThat(page(Role.MODERATOR, "/admin/referrals/")).contains(path, tree(root));
        assertThat(page(Role.MODERATOR, tree(leaf))).contains(path);
    }

    @Test
    void speakRussian() {
        var russian = Calls.inABrowserAs(Role.ADMIN, side);

        for (String path : List.of("/admin/referrals/", tree(middle), "/admin/referrals/questions/" + question + "/")) {
            var page = russian.get(path, "Accept-Language", "ru");
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains("Приглашения").doesNotContain("null");
        }
    }

    // A4
    @Test
    void areForThoseWhoLookAfterPeople() {
        for (String path : List.of("/admin/referrals/", tree(middle), "/admin/referrals/questions/" + question + "/")) {
            assertThat(Calls.asNobody(side).get(path).body())
                    .contains("/assets/sign-in.js")
                    .doesNotContain("•");
            assertThat(Calls.inABrowserAs(Role.USER, side).get(path).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void saySoWhenThereIsNothing() {
        var admin = Calls.inABrowserAs(Role.ADMIN, side);

        assertThat(admin.get("/admin/referrals/" + side.newId() + "/").statusCode())
                .isEqualTo(404);
        assertThat(admin.get("/admin/referrals/questions/" + side.newId() + "/").statusCode())
                .isEqualTo(404);
        assertThat(admin.get("/admin/referrals/questions/x/").statusCode()).isEqualTo(404);
        assertThat(admin.get(tree(middle) + "?open=x").statusCode()).isEqualTo(404);
        assertThat(admin.get(tree(middle) + "?page=-1").statusCode()).isEqualTo(400);
        assertThat(admin.get("/admin/referrals/?days=8").statusCode()).isEqualTo(400);
    }

    private TestPerson brought(TestPerson inviter, int second) {
        var brought = TestPerson.registered(side);
        brought.isBroughtBy(inviter, NOW.plusSeconds(second));
        return brought;
    }

    private String page(Role role, String path) {
        var page = Calls.inABrowserAs(role, side).get(path, "Accept-Language", "en");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private static String tree(TestPerson person) {
        return "/admin/referrals/" + person.account() + "/";
    }
}
