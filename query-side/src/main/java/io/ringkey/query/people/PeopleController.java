package io.ringkey.query.people;

import io.ringkey.api.Caller;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PersonItem;
import io.ringkey.query.Queries;
import io.ringkey.web.access.Requires;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "People")
class PeopleController {

    private static final String EXAMPLE = """
            {
              "items": [
                {
                  "id": "01900000-0000-7000-8000-000000000001",
                  "phone": "+7913•••••00",
                  "city": "Омск",
                  "role": "user",
                  "blocked": false,
                  "invite_code": "K7M2QX",
                  "referrals_total": 1,
                  "created_at": "2026-01-02T03:04:05.678Z"
                }
              ],
              "next": null
            }
            """;

    private final Queries queries;
    private final Wanted wanted;

    PeopleController(Queries queries, Wanted wanted) {
        this.queries = queries;
        this.wanted = wanted;
    }

    @GetMapping("/api/users/list")
    @Requires(Role.MODERATOR)
    @ReadsView("profiles")
    @Operation(
            summary = "List people",
            description = "Newest first, unless another order is asked for; its cursors go with it. Phone numbers are"
                    + " masked for a moderator and in full for an admin.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    Page<PersonItem> people(
            @Parameter(
                            description = "An id, an invite code, a full phone number in any usual spelling, or how an"
                                    + " email or a city begins.",
                            example = "+7 913 674-00-00")
                    @RequestParam(required = false)
                    @Nullable
                    String search,
            @Parameter(description = "`user`, `moderator` or `admin`.", example = "user")
                    @RequestParam(required = false)
                    @Nullable
                    String role,
            @RequestParam(required = false) @Nullable Boolean blocked,
            @Parameter(description = "`newest`, `oldest`, `most-brought` or `fewest-brought`.", example = "newest")
                    @RequestParam(required = false)
                    @Nullable
                    String order,
            Paging paging,
            Caller caller) {
        return queries.page(
                wanted.of(search, role, blocked, order, paging.cursorText(), paging.limit(), caller.role()),
                PersonItem.class);
    }
}
