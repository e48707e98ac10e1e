package io.ringkey.query.referral;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.query.Newest;
import io.ringkey.query.referral.Leaders.Leader;
import io.ringkey.query.referral.QuestionRows.Question;
import io.ringkey.query.referral.QuestionRows.Questioned;
import io.ringkey.query.referral.ReferralTree.Person;
import io.ringkey.query.referral.ReferralTree.Revoked;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What staff see of who brought whom. */
@RestController
@RequestMapping("/api/admin/referrals")
@Requires(Role.MODERATOR)
@Tag(name = "Referral desk")
class ReferralDeskController {

    private static final String LEADERS_EXAMPLE = """
            {
              "items": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000001",
                  "phone": "+7913•••••00",
                  "city": "Омск",
                  "brought": 12,
                  "referrals_total": 340
                }
              ],
              "next": null
            }
            """;
    private static final String PERSON = """
            {
              "user_id": "01900000-0000-7000-8000-000000000002",
              "phone": "+7913•••••11",
              "city": "Томск",
              "referrals_total": 3,
              "blocked": false,
              "erased": false,
              "applied_at": null
            }
            """;
    private static final String PLACE_EXAMPLE = "{\"person\": " + PERSON + ", \"above\": [], \"steps_up\": 0,"
            + " \"below\": 41, \"revoked_below\": 1, \"revoked\": null, \"questions\": []}";
    private static final String QUESTION = """
            {
              "id": "3f1c8d1e-2b3a-3c5d-9e6f-0a1b2c3d4e5f",
              "kind": "ring",
              "inviter_id": "01900000-0000-7000-8000-000000000001",
              "people": 50,
              "standing": 50,
              "revoked": 0,
              "places": 3,
              "clients": 2,
              "idle": 49,
              "since": "2026-01-02T03:04:05.678Z",
              "newest_at": "2026-01-03T04:05:06.789Z",
              "raised_at": "2026-01-04T05:06:07.890Z",
              "pending": true,
              "dismissed": null
            }
            """;
    private static final String QUESTIONS_EXAMPLE = "{\"items\": [" + QUESTION + "], \"next\": null}";
    private static final String DETAILS_EXAMPLE = "{\"question\": " + QUESTION + ", \"inviter\": " + PERSON + """
            , "items": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000003",
                  "phone": "+7913•••••22",
                  "city": null,
                  "inviter_id": "01900000-0000-7000-8000-000000000002",
                  "applied_at": "2026-01-02T03:04:05.678Z",
                  "referrals_total": 1,
                  "place": 1,
                  "client": 2,
                  "idle": true,
                  "blocked": false,
                  "erased": false,
                  "revoked_at": null
                }
              ],
              "next": null
            }
            """;

    /** Of those above somebody so many are named; the way up may be much longer. */
    static final int NAMED_ABOVE = 20;

    private final ReferralTree tree;
    private final Leaders leaders;
    private final QuestionRows questions;
    private final Clock clock;

    ReferralDeskController(ReferralTree tree, Leaders leaders, QuestionRows questions, Clock clock) {
        this.tree = tree;
        this.leaders = leaders;
        this.questions = questions;
        this.clock = clock;
    }

    /**
     * Where somebody stands in the tree.
     *
     * @param above who brought them, who brought these, and so on; the nearest first, 20 at most
     * @param stepsUp how many there are above them, 1,000 at most
     * @param below how many are below them; 3,001 when there are more than 3,000
     * @param revokedBelow how many of those whom they brought were revoked
     * @param revoked what was taken back of their own having been brought
     * @param questions those that are about them and wait for an answer
     */
    record Place(
            Person person,
            List<Person> above,
            int stepsUp,
            int below,
            int revokedBelow,
            @Nullable Revoked revoked,
            List<UUID> questions) {}

    /** @param items the people it is about, the first first */
    record Details(
            Question question,
            @Nullable Person inviter,
            List<Questioned> items,
            @Nullable String next) {}

    @GetMapping("/leaders")
    @ReadsView("profiles")
    @Operation(summary = "See who brought most", description = "What was revoked does not count.")
    @Fails(FailureCode.FIELD_INVALID)
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(LEADERS_EXAMPLE)))
    Page<Leader> leaders(
            @Parameter(
                            description = "In the last 7 or 30 days; without it, in all the time.",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"7", "30"}),
                            example = "30")
                    @RequestParam(required = false)
                    @Nullable
                    String days,
            Paging paging) {
        Cursor cursor = paging.cursor();
        var found = leaders.most(
                Since.days(days, clock.instant()),
                cursor == null ? Long.MAX_VALUE : cursor.number(0),
                cursor == null ? new UUID(-1, -1) : cursor.id(1),
                paging.limit() + 1);
        return paging.page(found, Function.identity(), leader -> Cursor.of(leader.brought(), leader.userId()));
    }

    @GetMapping("/{user_id}")
    @ReadsView("profiles")
    @Operation(
            summary = "See where a person stands in the tree",
            description = "Also somebody who has left. Whom they brought stands under the person's referrals.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(PLACE_EXAMPLE)))
    Place place(@PersonId AccountId person) {
        UUID account = person.value();
        Person found = tree.person(account).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        List<UUID> above = tree.above(account);
        return new Place(
                found,
                tree.people(above.stream().limit(NAMED_ABOVE).toList()),
                above.size(),
                tree.countBelow(account),
                tree.countRevokedOf(account),
                tree.revoked(account).orElse(null),
                questions.about(account));
    }

    @GetMapping("/questions")
    @Operation(
            summary = "List what is odd about who brought whom",
            description = "Rings, bursts, and people who were brought on their inviter's own device; newest first."
                    + " They say how many addresses and clients there were and name none.")
    @Fails(FailureCode.FIELD_INVALID)
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(QUESTIONS_EXAMPLE)))
    Page<Question> questions(
            @Parameter(description = "Those that have an answer, instead of those that wait for one.")
                    @RequestParam(defaultValue = "false")
                    boolean answered,
            Paging paging) {
        var page = new Newest(paging);
        return page.of(
                questions.questions(!answered, page.before(), page.beforeId(), page.rows()),
                Function.identity(),
                question -> Cursor.of(question.raisedAt(), question.id()));
    }

    @GetMapping("/questions/{question_id}")
    @Operation(summary = "See a question and the people that it is about")
    @Fails({FailureCode.NOT_FOUND, FailureCode.FIELD_INVALID})
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(DETAILS_EXAMPLE)))
    Details question(@PathVariable("question_id") UUID id, Paging paging) {
        Question question = questions.find(id).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        Cursor cursor = paging.cursor();
        Page<Questioned> people = paging.page(
                questions.people(
                        id,
                        cursor == null ? Instant.EPOCH : cursor.instant(0),
                        cursor == null ? new UUID(0, 0) : cursor.id(1),
                        paging.limit() + 1),
                Function.identity(),
                one -> Cursor.of(one.appliedAt(), one.userId()));
        return new Details(question, tree.person(question.inviterId()).orElse(null), people.items(), people.next());
    }
}
