package io.ringkey.command.delivery;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.PhoneNumber;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The development outbox. Codes are derived when somebody looks. */
@RestController
@Tag(name = "Development outbox")
class OutboxController {

    private static final int SHOWN = 50;
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final OutboxKey key;
    private final DeliveryRows rows;
    private final BrowserCookies cookies;
    private final OutboxPage page;
    private final String region;

    OutboxController(OutboxKey key, DeliveryRows rows, BrowserCookies cookies, Settings settings) {
        this.key = key;
        this.rows = rows;
        this.cookies = cookies;
        this.page = new OutboxPage(settings.text(Setting.LANGUAGE));
        this.region = settings.text(Setting.DEFAULT_REGION);
    }

    @Anyone
    @Hidden
    @GetMapping("/outbox")
    ResponseEntity<String> show(HttpServletRequest request) {
        key.requireOwnDoor(request);
        return key.isBroughtBy(request)
                ? html(HttpStatus.OK, page.codes(rows.newest(SHOWN), rows::codeOf))
                : html(HttpStatus.OK, page.askForKey(false));
    }

    @Anyone
    @Hidden
    @PostMapping(path = "/outbox", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<String> open(HttpServletRequest request, @RequestParam("key") String given) {
        key.requireOwnDoor(request);
        if (!key.opens(given.strip())) {
            return html(HttpStatus.FORBIDDEN, page.askForKey(true));
        }
        var cookie = cookies.cookie(OutboxKey.COOKIE, key.cookieValue())
                .sameSite("Strict")
                .path("/outbox")
                .maxAge(OutboxKey.COOKIE_LIFE)
                .build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/outbox/"))
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .cacheControl(CacheControl.noStore())
                .build();
    }

    @Anyone
    @Fails({FailureCode.DOOR_CLOSED, FailureCode.NOT_FOUND})
    @Operation(
            summary = "The newest code of a number",
            description = "With the outbox sender only, for development. The key is in `data/outbox.key`, or in"
                    + " `RINGKEY_OUTBOX_KEY`.",
            parameters =
                    @Parameter(
                            name = OutboxKey.HEADER,
                            in = io.swagger.v3.oas.annotations.enums.ParameterIn.HEADER,
                            required = true))
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN_VALUE,
                            schema = @Schema(type = "string", example = "4071")))
    @GetMapping(path = "/outbox/latest")
    ResponseEntity<String> latest(
            HttpServletRequest request,
            @Parameter(example = "+79136740000") @RequestParam("phone") @Nullable String phone) {
        key.requireOwnDoor(request);
        if (!key.isBroughtBy(request)) {
            throw Failure.of(FailureCode.DOOR_CLOSED);
        }
        PhoneNumber number =
                PhoneNumber.parse(spelled(phone), region).orElseThrow(() -> Failure.invalid("phone", "phone.invalid"));
        String code = rows.latest(number).flatMap(rows::codeOf).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noStore())
                .body(code + "\n");
    }

    /** Who types {@code ?phone=+7…} means a plus; the URL's rules make a space of it. */
    private static String spelled(@Nullable String phone) {
        if (phone == null) {
            throw Failure.invalid("phone", "required");
        }
        return phone.startsWith(" ") ? "+" + phone.substring(1) : phone;
    }

    private static ResponseEntity<String> html(HttpStatus status, String body) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}
