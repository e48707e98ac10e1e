package io.ringkey.query.profile;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.query.Queries;
import io.ringkey.web.access.AlsoUnconfirmed;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.etag.ETags;
import io.ringkey.web.people.ProfileBody;
import io.ringkey.web.position.ReadsView;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "People")
class ProfileController {

    private final Queries queries;
    private final URI publicUrl;

    ProfileController(Queries queries, Settings settings) {
        this.queries = queries;
        this.publicUrl = settings.publicUrl();
    }

    @GetMapping("/api/users/{user_id}")
    @SelfOr(Role.MODERATOR)
    @AlsoUnconfirmed
    @ReadsView("profiles")
    @Operation(
            summary = "Read a profile",
            description = "One's own, or anyone's for moderators and admins. `user_id` also takes `me`. The `ETag` is"
                    + " what `If-Match` takes when the profile is changed. An unconfirmed session is shown nothing of the"
                    + " person but what it brought itself.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "304", description = "As the caller has it", content = @Content)
    ResponseEntity<ProfileBody> profile(
            Caller caller,
            @PersonId AccountId person,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        ProfileView view = queries.find(new GetProfile(person), ProfileView.class)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        var body = ProfileBody.of(caller.confirmed() ? view : view.withoutWhatIsPersonal(), publicUrl);
        // The version alone says nothing of the people this one brought, who stand in the answer too.
        var tag = ETags.of(view.version(), Integer.toUnsignedLong(body.hashCode()));
        return ETags.answer(ifNoneMatch, tag, () -> body);
    }
}
