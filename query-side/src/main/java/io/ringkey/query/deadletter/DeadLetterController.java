package io.ringkey.query.deadletter;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Page;
import io.ringkey.api.account.Role;
import io.ringkey.query.deadletter.DeadLetterRows.Stored;
import io.ringkey.query.processors.Projections;
import io.ringkey.web.access.Inspections;
import io.ringkey.web.access.Requires;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/dead-letters")
@Requires(Role.ADMIN)
@Tag(name = "Projections")
class DeadLetterController {

    private static final int LONGEST_REASON = 500;
    /** A reason stays on record for good, in the clear. */
    private static final Pattern PERSONAL = Pattern.compile("@|\\d[\\d\\s()-]{5,}\\d");

    private final DeadLetterRows rows;
    private final Projections projections;
    private final Inspections inspections;

    DeadLetterController(DeadLetterRows rows, Projections projections, Inspections inspections) {
        this.rows = rows;
        this.projections = projections;
        this.inspections = inspections;
    }

    /**
     * What came of another try.
     *
     * @param projected how many events of the sequence stand in the view now
     * @param left how many wait still
     * @param cause why the first of these does
     */
    record Tried(
            @Schema(example = "3") int projected,
            @Schema(example = "0") int left,
            @Nullable String cause) {}

    record Given(
            @Schema(
                    description = "Why the event is given up. It stays on record for good: no numbers of phones, no"
                            + " addresses.",
                    example = "written by a bug that was mended since",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason) {}

    @GetMapping
    @Operation(
            summary = "See which events projections could not take in",
            description = "Newest first; with those held back behind them, and those that a replay under way has met.")
    Page<DeadLetterItem> deadLetters(
            @Parameter(description = "Of this projection alone.", example = "profiles")
                    @RequestParam(required = false)
                    @Nullable
                    String projection,
            Paging paging) {
        String before = paging.cursor() == null
                ? DeadLetterRows.NEWEST
                : paging.cursor().text(0);
        var found =
                rows.page(projection == null || projection.isEmpty() ? null : projection, before, paging.limit() + 1);
        return paging.page(
                found, Stored::item, letter -> Cursor.of(letter.item().id()));
    }

    @PostMapping("/{id}/retry")
    @Operation(
            summary = "Try a dead letter again now",
            description =
                    "With all of its sequence, from the first, as far as it goes. It is tried again by itself, too,"
                            + " with growing pauses.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_RUNNING})
    Tried retry(@PathVariable String id) {
        Stored letter = ofTheView(id);
        String projection = letter.item().projection();
        int before = rows.waiting(projection, letter.sequence());
        projections.retry(projection, letter.sequence());
        int left = rows.waiting(projection, letter.sequence());
        return new Tried(
                Math.max(0, before - left),
                left,
                rows.whyTheFirstWaits(projection, letter.sequence()).orElse(null));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Give up a dead letter",
            description =
                    "The event stays on record, and will not stand in the view until this is made anew. Those held"
                            + " back behind it go on. Who gave it up, and why, is on record.")
    @Fails({FailureCode.NOT_FOUND, FailureCode.REPLAY_RUNNING})
    void discard(@PathVariable String id, @RequestBody Given given, Caller caller) {
        Stored letter = ofTheView(id);
        String reason = checked(given.reason());
        inspections.discarded(
                caller, id, letter.item().projection(), letter.item().event(), reason);
        if (!projections.discard(id)) {
            throw Failure.of(FailureCode.NOT_FOUND);
        }
    }

    private static String checked(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw Failure.invalid("reason", "required");
        }
        if (reason.length() > LONGEST_REASON) {
            throw Failure.invalid("reason", "too-long");
        }
        if (PERSONAL.matcher(reason).find()) {
            throw Failure.invalid("reason", "reason.personal");
        }
        return reason.strip();
    }

    /** What a replay has met is its own until it takes the view's place. */
    private Stored ofTheView(String id) {
        Stored letter = rows.find(id).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        if (letter.item().ofReplay()) {
            throw Failure.of(FailureCode.REPLAY_RUNNING);
        }
        return letter;
    }
}
