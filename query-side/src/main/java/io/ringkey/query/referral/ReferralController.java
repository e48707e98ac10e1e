package io.ringkey.query.referral;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.api.people.ReferralTreeItem;
import io.ringkey.query.Queries;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "People")
class ReferralController {

    private static final String EXAMPLE = """
            {
              "items": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000002",
                  "phone": "+7913•••••11",
                  "city": "Томск",
                  "applied_at": "2026-01-03T04:05:06.789Z"
                }
              ],
              "next": null
            }
            """;

    private static final String TREE_EXAMPLE = """
            {
              "items": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000002",
                  "inviter_id": "01900000-0000-7000-8000-000000000001",
                  "depth": 1,
                  "phone": "+7913•••••11",
                  "city": "Томск",
                  "applied_at": "2026-01-03T04:05:06.789Z",
                  "referrals_total": 1
                },
                {
                  "user_id": "01900000-0000-7000-8000-000000000003",
                  "inviter_id": "01900000-0000-7000-8000-000000000002",
                  "depth": 2,
                  "phone": null,
                  "city": null,
                  "applied_at": "2026-01-04T05:06:07.890Z",
                  "referrals_total": 0
                }
              ],
              "next": null
            }
            """;

    private static final int DEEPEST = 10;

    private final Queries queries;
    private final ReferralTree tree;

    ReferralController(Queries queries, ReferralTree tree) {
        this.queries = queries;
        this.tree = tree;
    }

    /** What the answer looks like without a depth. */
    record ReferralPage(List<ReferralItem> items, @Nullable String next) {}

    /** What the answer looks like with one. */
    record TreePage(List<ReferralTreeItem> items, @Nullable String next) {}

    @GetMapping("/api/users/{user_id}/referrals")
    @SelfOr(Role.MODERATOR)
    @ReadsView("profiles")
    @Operation(
            summary = "List the people that a person brought",
            description = "Newest first. Phone numbers are masked; of someone who has left, phone and city are null."
                    + " With `depth`, also whom these brought, and so on: level by level, of each person the newest first,"
                    + " the first 5,000 at most. Whom others brought is nobody's to see but the staff's: a person sees"
                    + " neither phone nor city of them.")
    @Fails(FailureCode.FIELD_INVALID)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(oneOf = {ReferralPage.class, TreePage.class}),
                            examples = {
                                @ExampleObject(name = "without depth", value = EXAMPLE),
                                @ExampleObject(name = "with depth", value = TREE_EXAMPLE)
                            }))
    Page<?> referrals(
            @PersonId AccountId person,
            @Parameter(
                            description = "How many levels, 1 to 10.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "10"),
                            example = "2")
                    @RequestParam(required = false)
                    @Nullable
                    String depth,
            Paging paging,
            Caller caller) {
        String cursor = paging.cursorText();
        return depth == null || depth.isEmpty()
                ? queries.page(new FindReferrals(person, cursor, paging.limit()), ReferralItem.class)
                : below(person, levels(depth), paging, caller.role().includes(Role.MODERATOR));
    }

    private Page<ReferralTreeItem> below(AccountId person, int depth, Paging paging, boolean asStaff) {
        if (tree.person(person.value()).filter(known -> !known.erased()).isEmpty()) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
        int offset = offset(paging);
        // At the end of what is answered there is no one too many to say that there is more.
        List<ReferralTreeItem> found = tree.below(person.value(), depth, offset, paging.limit() + 1);
        return paging.page(
                found,
                item -> asStaff || item.depth() == 1 ? item : withoutWhoItIs(item),
                last -> Cursor.of(offset + paging.limit()));
    }

    private static ReferralTreeItem withoutWhoItIs(ReferralTreeItem item) {
        return new ReferralTreeItem(
                item.userId(), item.inviterId(), item.depth(), null, null, item.appliedAt(), item.referralsTotal());
    }

    private static int levels(String depth) {
        try {
            int levels = Integer.parseInt(depth);
            if (levels >= 1 && levels <= DEEPEST) {
                return levels;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, as any other bad depth
        }
        throw Failure.invalid("depth", "depth.invalid");
    }

    private static int offset(Paging paging) {
        long offset = paging.cursor() == null ? 0 : paging.cursor().number(0);
        if (offset < 0 || offset > ReferralTree.MOST) {
            throw Failure.invalid("cursor", "cursor.invalid");
        }
        return (int) offset;
    }
}
