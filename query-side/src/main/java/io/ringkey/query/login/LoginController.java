package io.ringkey.query.login;

import io.ringkey.api.Failure;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.LoginItem;
import io.ringkey.api.people.PeopleQuery.FindLogins;
import io.ringkey.query.Queries;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.position.ReadsView;
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
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Logins")
class LoginController {

    private static final String JSON_EXAMPLE = """
            {
              "items": [
                {
                  "at": "2026-01-02T03:04:05.678Z",
                  "what": "verified",
                  "session": "01900000-0000-7000-8000-000000000003",
                  "address": "203.0.113.7",
                  "user_agent": "curl/8.5.0",
                  "detail": "token-pair"
                }
              ],
              "next": null
            }
            """;
    private static final String CSV_EXAMPLE = "at,what,session,address,user_agent,detail\r\n"
            + "2026-01-02T03:04:05.678Z,asked,,203.0.113.7,curl/8.5.0,\r\n";
    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final Queries queries;

    LoginController(Queries queries) {
        this.queries = queries;
    }

    @GetMapping("/api/users/{user_id}/logins")
    @SelfOr(Role.MODERATOR)
    @ReadsView(LoginProjection.VIEW)
    @Operation(
            summary = "Read a person's login history",
            description = "Newest first: codes asked for, sent, given wrong or right, sessions ended or seen elsewhere,"
                    + " with time, address and client, the latter two for some time only. With `Accept: text/csv` or"
                    + " `?format=csv` the whole history as one CSV file.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, examples = @ExampleObject(JSON_EXAMPLE)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject(CSV_EXAMPLE))
            })
    @Nullable
    Page<LoginItem> logins(
            @PersonId AccountId person,
            Paging paging,
            @Parameter(schema = @Schema(allowableValues = {"json", "csv"})) @RequestParam(required = false) @Nullable
                    String format,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            HttpServletResponse response)
            throws IOException {
        if (!wantsCsv(format, accept)) {
            return queries.page(new FindLogins(person, paging.cursorText(), paging.limit()), LoginItem.class);
        }
        try {
            writeCsv(person, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw new BrokenOff(e);
            }
            throw e;
        }
        return null;
    }

    /** Page by page, so that however long a history is, little of it is held at a time. */
    private void writeCsv(AccountId person, HttpServletResponse response) throws IOException {
        Page<LoginItem> page = queries.page(new FindLogins(person, null, Paging.MAX_LIMIT), LoginItem.class);
        response.setContentType(CSV.toString());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename("logins.csv").build().toString());
        var csv = new LoginCsv(response.getWriter());
        csv.header();
        csv.rows(page.items());
        while (page.next() != null) {
            page = queries.page(new FindLogins(person, page.next(), Paging.MAX_LIMIT), LoginItem.class);
            csv.rows(page.items());
        }
        response.flushBuffer();
    }

    private static boolean wantsCsv(@Nullable String format, @Nullable String accept) {
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            case null -> prefersCsv(accept);
            default -> throw Failure.invalid("format", "invalid");
        };
    }

    private static boolean prefersCsv(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        try {
            return MediaType.parseMediaTypes(accept).stream()
                            .filter(type -> type.equalsTypeAndSubtype(CSV))
                            .mapToDouble(MediaType::getQualityValue)
                            .max()
                            .orElse(0)
                    > MediaType.parseMediaTypes(accept).stream()
                            .filter(type -> type.includes(MediaType.APPLICATION_JSON))
                            .filter(type -> !type.isWildcardType())
                            .mapToDouble(MediaType::getQualityValue)
                            .max()
                            .orElse(0);
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }
}
