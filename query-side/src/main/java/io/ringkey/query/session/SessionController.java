package io.ringkey.query.session;

import io.ringkey.api.Caller;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.FindSessions;
import io.ringkey.api.people.SessionItem;
import io.ringkey.query.Queries;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Sign-in")
class SessionController {

    private static final String EXAMPLE = """
            {
              "items": [
                {
                  "id": "01900000-0000-7000-8000-000000000003",
                  "opened_at": "2026-01-02T03:04:05.678Z",
                  "expires_at": "2026-01-16T10:11:12.345Z",
                  "last_seen_at": "2026-01-02T10:11:12.345Z",
                  "address": "203.0.113.7",
                  "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
                  "way": "browser-session",
                  "current": true
                }
              ],
              "next": null
            }
            """;

    private final Queries queries;

    SessionController(Queries queries) {
        this.queries = queries;
    }

    @GetMapping("/api/users/{user_id}/sessions")
    @SelfOr(Role.ADMIN)
    @ReadsView("sessions")
    @Operation(
            summary = "List a person's live sessions",
            description = "Newest first. `way` is `browser-session` or `token-pair`; `address` and `user_agent` are"
                    + " those that it was opened from, or the newest that it was refreshed from; `last_seen_at` is true"
                    + " to the minute.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    Page<SessionItem> sessions(Caller caller, @PersonId AccountId person, Paging paging) {
        return queries.page(
                new FindSessions(person, caller.session(), paging.cursorText(), paging.limit()), SessionItem.class);
    }
}
