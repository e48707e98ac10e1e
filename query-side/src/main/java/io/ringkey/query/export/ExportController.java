package io.ringkey.query.export;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.position.ReadsView;
import io.ringkey.web.problem.BrokenOff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "People")
class ExportController {

    private static final String EXAMPLE = """
            {
              "exported_at": "2026-01-05T06:07:08.901Z",
              "profile": {
                "id": "01900000-0000-7000-8000-000000000001",
                "phone": "+79136740000",
                "email": "ann@example.org",
                "city": "Омск",
                "telegram_id": "@ann",
                "referrals_total": 1,
                "created_at": "2026-01-02T03:04:05.678Z"
              },
              "avatar": {"media_type": "image/png", "content": "iVBORw0KGgo="},
              "role": "user",
              "blocked": false,
              "invite_code": "K7M2QX",
              "referral_code": null,
              "brought_by": null,
              "brought_before": false,
              "revoked_referral": null,
              "questions": [],
              "numbers": [
                {
                  "first_seen_at": "2026-01-02T03:04:00.000Z",
                  "last_seen_at": "2026-01-02T03:04:05.678Z",
                  "wrong_codes": 0,
                  "last_wrong_at": null
                }
              ],
              "devices": [{"known_since": "2026-01-02T03:04:05.678Z"}],
              "wrong_invites": ["2026-01-04T05:06:07.890Z"],
              "referrals": [
                {
                  "user_id": "01900000-0000-7000-8000-000000000002",
                  "phone": "+7913•••••11",
                  "city": "Томск",
                  "applied_at": "2026-01-03T04:05:06.789Z"
                }
              ],
              "sessions": [
                {
                  "id": "01900000-0000-7000-8000-000000000003",
                  "opened_at": "2026-01-02T03:04:05.678Z",
                  "expires_at": "2026-01-16T10:11:12.345Z",
                  "last_seen_at": "2026-01-02T10:11:12.345Z",
                  "ended_at": null,
                  "confirmed": true,
                  "way": "token-pair",
                  "address": "203.0.113.7",
                  "user_agent": "curl/8.5.0"
                }
              ],
              "login_history": [
                {
                  "at": "2026-01-02T03:04:05.678Z",
                  "what": "verified",
                  "session": "01900000-0000-7000-8000-000000000003",
                  "address": "203.0.113.7",
                  "user_agent": "curl/8.5.0",
                  "detail": "token-pair"
                }
              ],
              "looks": [
                {
                  "at": "2026-01-03T09:10:11.121Z",
                  "what": "/api/users/{user_id}",
                  "by": "01900000-0000-7000-8000-000000000009",
                  "role": "moderator"
                }
              ],
              "events": [
                {
                  "index": 120480,
                  "stream": "01900000-0000-7000-8000-000000000001",
                  "sequence": 0,
                  "type": "account.person-registered",
                  "at": "2026-01-02T03:04:05.678Z",
                  "payload": {
                    "account": "01900000-0000-7000-8000-000000000001",
                    "subject": "01900000-0000-7000-8000-000000000005",
                    "number_stream": "01900000-0000-7000-8000-000000000006",
                    "phone": "+79136740000",
                    "registered_at": "2026-01-02T03:04:05.678Z"
                  }
                }
              ]
            }
            """;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final PersonExport export;
    private final Set<AccountId> exporting = ConcurrentHashMap.newKeySet();

    ExportController(PersonExport export) {
        this.export = export;
    }

    @GetMapping("/api/users/{user_id}/export")
    @SelfOr(Role.ADMIN)
    @ReadsView("logins")
    @Fails(FailureCode.LIMIT_EXPORT)
    @Operation(
            summary = "Export all that is held of a person",
            description =
                    "One JSON object, as a file: the profile and its picture, referrals, sessions, devices, the whole"
                            + " login history, what staff looked at and when, and every event of the record about the person,"
                            + " stream by stream, with what is theirs in the clear. One at a time for each caller, else 429. An export that fails on the way ends"
                            + " with the connection.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(type = "object"),
                            examples = @ExampleObject(EXAMPLE)))
    void export(Caller caller, @PersonId AccountId person, HttpServletResponse response) throws IOException {
        if (!exporting.add(caller.account())) {
            throw Failure.of(FailureCode.LIMIT_EXPORT).retryAfter(SOON);
        }
        try {
            send(person, response);
        } finally {
            exporting.remove(caller.account());
        }
    }

    private void send(AccountId person, HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("ringkey-export.json")
                        .build()
                        .toString());
        try {
            export.write(person, response.getOutputStream());
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw new BrokenOff(e);
            }
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
            throw e;
        }
    }
}
