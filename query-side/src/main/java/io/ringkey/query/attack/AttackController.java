package io.ringkey.query.attack;

import io.ringkey.api.account.Role;
import io.ringkey.web.access.Requires;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Figures")
class AttackController {

    private static final String EXAMPLE = """
            {
              "since": "2026-01-02T02:00:00Z",
              "numbers": [
                {
                  "stream": "01900000-0000-7000-8000-000000000006",
                  "user_id": "01900000-0000-7000-8000-000000000001",
                  "failed": 17,
                  "refused": 2,
                  "addresses": 3,
                  "last_at": "2026-01-02T03:04:05.678Z"
                }
              ],
              "addresses": [
                {
                  "address": "203.0.113.7",
                  "failed": 40,
                  "refused": 2,
                  "numbers": 12,
                  "last_at": "2026-01-02T03:04:05.678Z"
                }
              ]
            }
            """;

    private final Attacks attacks;

    AttackController(Attacks attacks) {
        this.attacks = attacks;
    }

    @GetMapping("/api/admin/attacks")
    @Requires(Role.MODERATOR)
    @ReadsView("logins")
    @Operation(
            summary = "See which numbers and addresses are under attack",
            description = "Numbers with at least four wrong codes or refusals; addresses with at least ten wrong"
                    + " codes, or trouble with at least four numbers. The 25 worst of each.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    UnderAttack attacks(
            @Parameter(description = "Of the last hours, 1 to 24.", example = "1")
                    @RequestParam(required = false, defaultValue = "1")
                    int hours) {
        return attacks.now(hours);
    }
}
