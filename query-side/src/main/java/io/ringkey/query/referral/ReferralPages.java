package io.ringkey.query.referral;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.query.referral.Leaders.Leader;
import io.ringkey.query.referral.QuestionRows.Question;
import io.ringkey.query.referral.ReferralTree.Person;
import io.ringkey.query.referral.TreePicture.Drawing;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.cursor.Paging;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who brought whom: who brought most, what is odd, and everybody's place in the tree. */
@DeskPage
class ReferralPages {

    private static final int LEADERS = 20;
    private static final int QUESTIONS = 20;
    /** No more than can be revoked by one call. */
    private static final int PEOPLE_OF_A_QUESTION = 100;

    private static final int CHILDREN = 12;
    private static final int ABOVE = 4;
    private static final int MOST_OPEN = 12;
    private static final int DEEPEST_OPEN = 5;
    private static final int LAST_PAGE = ReferralTree.MOST_CHILDREN / CHILDREN;

    private final ReferralDeskController desk;
    private final ReferralTree tree;
    private final Pages pages;

    ReferralPages(ReferralDeskController desk, ReferralTree tree, Pages pages) {
        this.desk = desk;
        this.tree = tree;
        this.pages = pages;
    }

    @GetMapping("/admin/referrals")
    @Requires(Role.MODERATOR)
    ModelAndView overview(
            Caller caller,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String days,
            @RequestParam(required = false) @Nullable Boolean answered,
            @RequestParam(name = "questions", required = false) @Nullable String questionsCursor,
            @RequestParam(name = "leaders", required = false) @Nullable String leadersCursor) {
        var conditions = new LinkedHashMap<String, @Nullable String>();
        conditions.put("days", days);
        conditions.put("answered", answered == null ? null : answered.toString());
        conditions.put("questions", questionsCursor);
        conditions.put("leaders", leadersCursor);
        Page<Question> questions =
                desk.questions(Boolean.TRUE.equals(answered), Paging.of(Integer.toString(QUESTIONS), questionsCursor));
        Page<Leader> leaders = desk.leaders(days, Paging.of(Integer.toString(LEADERS), leadersCursor));
        return pages.desk("referrals/overview", caller, request)
                .addObject("conditions", conditions)
                .addObject("answered", Boolean.TRUE.equals(answered))
                .addObject("questions", questions)
                .addObject("leaders", leaders);
    }

    @GetMapping("/admin/referrals/{user_id}")
    @Requires(Role.MODERATOR)
    ModelAndView tree(
            Caller caller,
            HttpServletRequest request,
            @PersonId AccountId person,
            @RequestParam(required = false) @Nullable String open,
            @RequestParam(defaultValue = "0") int page) {
        if (page < 0 || page > LAST_PAGE) {
            throw Failure.invalid("page", "invalid");
        }
        var place = desk.place(person);
        String own = path(person.value());
        List<Person> found = tree.largest(person.value(), page * CHILDREN, CHILDREN + 1);
        return pages.desk("referrals/tree", caller, request)
                .addObject("place", place)
                .addObject(
                        "picture",
                        picture(place, found, page, new Drawing(page == 0 ? own : own + "?page=" + page, opened(open))))
                .addObject("page", page)
                .addObject("next", found.size() > CHILDREN && page < LAST_PAGE ? page + 1 : null)
                .addObject("own", own)
                .addObject("counted", ReferralTree.MOST_COUNTED)
                .addObject("reasons", reasons());
    }

    @GetMapping("/admin/referrals/questions/{question_id}")
    @Requires(Role.MODERATOR)
    ModelAndView question(
            Caller caller,
            HttpServletRequest request,
            @PathVariable("question_id") UUID id,
            @RequestParam(required = false) @Nullable String cursor) {
        var conditions = new LinkedHashMap<String, @Nullable String>();
        conditions.put("cursor", cursor);
        var details = desk.question(id, Paging.of(Integer.toString(PEOPLE_OF_A_QUESTION), cursor));
        return pages.desk("referrals/question", caller, request)
                .addObject("conditions", conditions)
                .addObject("question", details.question())
                .addObject("inviter", details.inviter())
                .addObject("people", new Page<>(details.items(), details.next()))
                .addObject("own", "/admin/referrals/questions/" + id + "/")
                .addObject("reasons", reasons())
                .addObject(
                        "excuses",
                        Arrays.stream(DismissalReason.values())
                                .map(DismissalReason::wireName)
                                .toList());
    }

    private TreePicture picture(ReferralDeskController.Place place, List<Person> children, int page, Drawing drawing) {
        List<Person> above = place.above();
        int named = Math.min(above.size(), ABOVE);
        if (place.stepsUp() > named) {
            drawing.leftOutAbove(place.stepsUp() - named);
        }
        above.subList(0, named).reversed().forEach(drawing::above);
        int focus = drawing.focus(place.person());
        if (page > 0) {
            drawing.leftOutBelow((long) page * CHILDREN, focus);
        }
        children.stream().limit(CHILDREN).forEach(child -> below(child, focus, 1, drawing));
        long further = place.person().referralsTotal() - (long) page * CHILDREN - CHILDREN;
        if (further > 0) {
            drawing.leftOutBelow(further, focus);
        }
        return drawing.picture();
    }

    private void below(Person person, int parent, int depth, Drawing drawing) {
        int row = drawing.below(person, parent);
        if (drawing.isOpen(person) && depth < DEEPEST_OPEN) {
            tree.largest(person.userId(), 0, CHILDREN).forEach(child -> below(child, row, depth + 1, drawing));
            if (person.referralsTotal() > CHILDREN) {
                drawing.leftOutBelow(person.referralsTotal() - CHILDREN, row);
            }
        }
    }

    /** The newest of too many. */
    private static Set<UUID> opened(@Nullable String ids) {
        if (ids == null || ids.isEmpty()) {
            return Set.of();
        }
        List<String> wanted = List.of(ids.split(",", -1));
        try {
            return wanted.stream()
                    .skip(Math.max(0, wanted.size() - MOST_OPEN))
                    .map(UUID::fromString)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (IllegalArgumentException notAnId) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
    }

    private static List<String> reasons() {
        return Arrays.stream(RevocationReason.values())
                .map(RevocationReason::wireName)
                .toList();
    }

    private static String path(UUID person) {
        return "/admin/referrals/" + person + "/";
    }
}
