package io.ringkey.query.people;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.query.Queries;
import io.ringkey.web.access.Inspections;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the desk masks, to whoever asks for it on purpose. */
@RestController
@Tag(name = "People")
class RevealController {

    private final Queries queries;
    private final Inspections inspections;

    RevealController(Queries queries, Inspections inspections) {
        this.queries = queries;
        this.inspections = inspections;
    }

    record Revealed(
            @Schema(example = "+79136740000") @Nullable String phone,
            @Schema(example = "anna@example.org") @Nullable String email) {}

    @PostMapping("/api/admin/users/{user_id}/reveal")
    @Requires(Role.MODERATOR)
    @Operation(
            summary = "Show a person's number and email in full",
            description = "That somebody looked is on record, as a look of its own.")
    @Fails(FailureCode.NOT_FOUND)
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    Revealed reveal(@PersonId AccountId person, Caller caller, HttpServletRequest request) {
        ProfileView profile = queries.find(new GetProfile(person), ProfileView.class)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        inspections.looked(caller, request, person.value().toString());
        return new Revealed(profile.phone(), profile.email());
    }
}
