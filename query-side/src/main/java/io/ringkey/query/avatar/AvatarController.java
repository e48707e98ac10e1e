package io.ringkey.query.avatar;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.access.Anyone;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Shows people's pictures to whoever knows their unguessable names. */
@RestController
@Tag(name = "People")
class AvatarController {

    private static final String FIND = """
            SELECT media_type, picture
              FROM command_state.avatar
             WHERE name = ? AND account_id = ? AND current
            """;

    private final JdbcClient database;

    AvatarController(DataSource dataSource) {
        this.database = JdbcClient.create(dataSource);
    }

    /** A picture as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // handed on unread and unchanged
    private record Picture(String mediaType, byte[] content) {}

    /**
     * A name stands for one picture for good, so it is its own tag. Caches may keep the picture but must ask each time
     * ({@code no-cache}): replaced or deleted, it is gone from all of them at once, and unchanged it costs 304.
     */
    @GetMapping("/api/users/{user_id}/avatar/{random}")
    @Anyone
    @Operation(
            summary = "See a person's picture",
            description = "The address is what the profile names as `avatar`. It needs no token and cannot be guessed,"
                    + " and it dies when the picture is replaced or deleted.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "As the caller has it", content = @Content)
    ResponseEntity<byte[]> avatar(
            @PathVariable("user_id") UUID person,
            @PathVariable("random") String name,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        Picture picture = database.sql(FIND)
                .params(name, person)
                .query((row, number) -> new Picture(row.getString("media_type"), row.getBytes("picture")))
                .optional()
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        String tag = '"' + name + '"';
        boolean known = ifNoneMatch != null && ifNoneMatch.contains(tag);
        var answer = ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(tag)
                .cacheControl(CacheControl.noCache().cachePublic())
                .header("X-Content-Type-Options", "nosniff");
        return known
                ? answer.build()
                : answer.contentType(MediaType.parseMediaType(picture.mediaType()))
                        .body(picture.content());
    }
}
