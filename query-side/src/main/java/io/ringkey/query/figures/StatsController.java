package io.ringkey.query.figures;

import io.ringkey.api.account.Role;
import io.ringkey.web.access.NothingPersonal;
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
@NothingPersonal
@Tag(name = "Figures")
class StatsController {

    private static final String EXAMPLE = """
            {
              "from": "2026-01-02T00:00:00Z",
              "to": "2026-01-03T00:00:00Z",
              "step": "day",
              "series": [
                {
                  "name": "sign-ins",
                  "total": 172,
                  "points": [{"at": "2026-01-02T00:00:00Z", "count": 172}]
                },
                {
                  "name": "refused.number-sends",
                  "total": 3,
                  "points": [{"at": "2026-01-02T00:00:00Z", "count": 3}]
                }
              ]
            }
            """;

    private final Figures figures;

    StatsController(Figures figures) {
        this.figures = figures;
    }

    @GetMapping("/api/admin/stats")
    @Requires(Role.MODERATOR)
    @ReadsView("figures")
    @Operation(
            summary = "See how often things happened",
            description = "By the hour for one or two days, otherwise by the day, in UTC; the step that is under way"
                    + " included. Refusals are counted for each rule that refused something.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(EXAMPLE)))
    Statistics stats(
            @Parameter(description = "How many days, 1 to 366.", example = "7")
                    @RequestParam(required = false, defaultValue = "7")
                    int days) {
        return figures.ofDays(days);
    }
}
