package io.ringkey.query.referral;

import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.FindReferrals;
import io.ringkey.api.people.ReferralItem;
import io.ringkey.query.Queries;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
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

    private final Queries queries;

    ReferralController(Queries queries) {
        this.queries = queries;
    }

    @GetMapping("/api/users/{user_id}/referrals")
    @SelfOr(Role.MODERATOR)
    @ReadsView("profiles")
    @Operation(
            summary = "List the people that a person brought",
            description = "Newest first. Phone numbers are masked; of someone who has left, phone and city are null.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    Page<ReferralItem> referrals(@PersonId AccountId person, Paging paging) {
        return queries.page(
                new FindReferrals(
                        person,
                        Optional.ofNullable(paging.cursor()).map(Cursor::encode).orElse(null),
                        paging.limit()),
                ReferralItem.class);
    }
}
