package io.ringkey.query.inspection;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.Role;
import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.Commits;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.ReadUpTo;
import io.ringkey.query.inspection.Tail.Sources;
import io.ringkey.web.access.Requires;
import io.ringkey.web.access.Standing;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.problem.BrokenOff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Events")
class TailController {

    private static final String EXAMPLE = """
            retry: 3000
            : here

            id: 120480
            data: {"index": 120480, "id": "01900000-0000-7000-8000-000000000004", "stream": "01900000-0000-7000-8000-000000000001", "sequence": 1, "type": "account.invite-code-given", "revision": "1", "at": "2026-01-02T03:04:05.678Z", "actor": null, "payload": {"account": "01900000-0000-7000-8000-000000000001", "invite_code": "K7M2QX", "given_at": "2026-01-02T03:04:05.678Z"}, "metadata": {"request_id": "5f0c8d1e2b3a4c5d"}}

            event: end
            data: {"why": "old"}

            """;

    private final Tails tails;
    private final Sources sources;
    private final EventFilters filters;

    TailController(
            Tails tails,
            EventRecords records,
            Commits commits,
            Standing standing,
            JsonMapper json,
            EventFilters filters) {
        this.tails = tails;
        this.sources = new Sources(records, commits, standing, json);
        this.filters = filters;
    }

    @GetMapping("/api/admin/events/tail")
    @Requires(Role.ADMIN)
    @Fails(FailureCode.TRY_LATER)
    @Operation(
            summary = "Follow the record live",
            description =
                    "Server-sent events: each a new event of the record that the conditions let pass, masked as in"
                            + " the list. Hand back the last `id` as `Last-Event-ID` to go on without loss; who was away for more"
                            + " than 10,000 events is told so (`skipped`) and begins anew. It ends (`end`, with a reason:"
                            + " `refused`, `replaced`, `old`) within a second after the role, the person or the session"
                            + " may no longer, when the same person opens more than 3, and after 10 minutes at the latest.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(EXAMPLE)))
    void tail(
            @ParameterObject Asked asked,
            @Parameter(description = "How much of them: `none` or `masked`.", example = "masked")
                    @RequestParam(required = false)
                    @Nullable
                    String payload,
            @Parameter(description = "The `id` of the last event seen.", example = "120480")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable
                    String last,
            Caller caller,
            HttpServletResponse response)
            throws IOException {
        EventFilter filter = filters.of(asked);
        PayloadLevel level = Levels.ofMany(payload);
        ReadUpTo seen = last == null || last.isEmpty() ? null : readUpTo(last);
        try (var place = tails.open(caller)) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            // A proxy that gathers an answer before it hands it on would hold back what is live.
            response.setHeader("X-Accel-Buffering", "no");
            new Tail(sources, caller, filter, level, place, response.getOutputStream()).run(seen);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            if (response.isCommitted()) {
                throw new BrokenOff(broken);
            }
            throw broken;
        }
    }

    private static ReadUpTo readUpTo(String last) {
        return ReadUpTo.of(last).orElseThrow(() -> Failure.invalid("Last-Event-ID", "invalid"));
    }
}
