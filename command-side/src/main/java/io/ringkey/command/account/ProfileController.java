package io.ringkey.command.account;

import io.ringkey.api.Caller;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.json.MaxBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changing a profile, as JSON or as a form with a picture. */
@RestController
@Tag(name = "People")
@SelfOr(Role.ADMIN)
class ProfileController {

    private static final String PATH = "/api/users/{user_id}";
    private static final int MAX_JSON = 8 * 1024 * 1024;

    private final ProfileWrites profiles;
    private final JsonMapper json;

    ProfileController(ProfileWrites profiles, JsonMapper json) {
        this.profiles = profiles;
        this.json = json;
    }

    @PutMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Change a profile", description = ProfileDocs.RULES)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ProfileDocs.WithPhone.class)))
    @Fails({
        FailureCode.REFERRAL_ALREADY_APPLIED,
        FailureCode.REFERRAL_REFUSED,
        FailureCode.LIMIT_INVITE,
        FailureCode.ETAG_STALE,
        FailureCode.SESSION_NOT_FRESH,
        FailureCode.LIMIT_SEND
    })
    @ProfileDocs.Answers
    @MaxBody(MAX_JSON)
    ResponseEntity<Object> put(
            Caller caller,
            @PersonId AccountId person,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ObjectNode body,
            Origin origin) {
        return profiles.write(caller, person, ProfileFields.of(body), true, ifMatch, origin);
    }

    @PutMapping(path = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Change a profile, with a picture", description = ProfileDocs.RULES)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                            schema = @Schema(implementation = ProfileDocs.FormWithPhone.class)))
    @Fails({
        FailureCode.FIELD_INVALID,
        FailureCode.FIELD_UNKNOWN,
        FailureCode.BODY_UNREADABLE,
        FailureCode.BODY_TOO_LARGE,
        FailureCode.MEDIA_TYPE_UNSUPPORTED,
        FailureCode.REFERRAL_ALREADY_APPLIED,
        FailureCode.REFERRAL_REFUSED,
        FailureCode.LIMIT_INVITE,
        FailureCode.ETAG_STALE,
        FailureCode.SESSION_NOT_FRESH,
        FailureCode.LIMIT_SEND
    })
    @ProfileDocs.Answers
    @MaxBody(MAX_JSON)
    ResponseEntity<Object> putForm(
            Caller caller,
            @PersonId AccountId person,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            HttpServletRequest form,
            Origin origin)
            throws IOException {
        return profiles.write(caller, person, ProfileFields.of(form, json), true, ifMatch, origin);
    }

    @PatchMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Change some fields of a profile", description = ProfileDocs.RULES)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ProfileDocs.PhoneOptional.class)))
    @Fails({
        FailureCode.REFERRAL_ALREADY_APPLIED,
        FailureCode.REFERRAL_REFUSED,
        FailureCode.LIMIT_INVITE,
        FailureCode.ETAG_STALE,
        FailureCode.SESSION_NOT_FRESH,
        FailureCode.LIMIT_SEND
    })
    @ProfileDocs.Answers
    @MaxBody(MAX_JSON)
    ResponseEntity<Object> patch(
            Caller caller,
            @PersonId AccountId person,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ObjectNode body,
            Origin origin) {
        return profiles.write(caller, person, ProfileFields.of(body), false, ifMatch, origin);
    }

    @PatchMapping(path = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Change some fields of a profile, with a picture", description = ProfileDocs.RULES)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                            schema = @Schema(implementation = ProfileDocs.FormPhoneOptional.class)))
    @Fails({
        FailureCode.FIELD_INVALID,
        FailureCode.FIELD_UNKNOWN,
        FailureCode.BODY_UNREADABLE,
        FailureCode.BODY_TOO_LARGE,
        FailureCode.MEDIA_TYPE_UNSUPPORTED,
        FailureCode.REFERRAL_ALREADY_APPLIED,
        FailureCode.REFERRAL_REFUSED,
        FailureCode.LIMIT_INVITE,
        FailureCode.ETAG_STALE,
        FailureCode.SESSION_NOT_FRESH,
        FailureCode.LIMIT_SEND
    })
    @ProfileDocs.Answers
    @MaxBody(MAX_JSON)
    ResponseEntity<Object> patchForm(
            Caller caller,
            @PersonId AccountId person,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            HttpServletRequest form,
            Origin origin)
            throws IOException {
        return profiles.write(caller, person, ProfileFields.of(form, json), false, ifMatch, origin);
    }
}
