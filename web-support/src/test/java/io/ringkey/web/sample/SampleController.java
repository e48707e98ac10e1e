package io.ringkey.web.sample;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Origin;
import io.ringkey.api.Page;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.access.Requires;
import io.ringkey.web.access.SelfOr;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.cursor.Cursor;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.etag.ETags;
import io.ringkey.web.idempotency.Idempotent;
import io.ringkey.web.json.MaxBody;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.position.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.node.ObjectNode;

/** One handler for each thing that the tests are about. */
@RestController
class SampleController {

    private final AtomicInteger orders = new AtomicInteger();

    record Body(
            @Nullable String phone,
            @Nullable Integer count,
            @Nullable Boolean flag,
            @Nullable Inner innerPart) {}

    record Inner(@Nullable String cityName) {}

    record Item(
            AccountId id,
            Role role,
            Instant createdAt,
            @Nullable String city) {}

    record Billed(YearMonth month) {}

    record Summands(int first, int second) {}

    record Place(String address, @Nullable String userAgent) {}

    @GetMapping("/api/open")
    @Anyone
    Map<String, String> open(@Nullable Caller caller) {
        return Map.of("who", caller == null ? "nobody" : caller.account().toString());
    }

    @PostMapping(path = "/api/body", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Anyone
    Body body(@RequestBody Body body) {
        return body;
    }

    @PutMapping(path = "/api/tree", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Anyone
    @MaxBody(200_000)
    ObjectNode tree(@RequestBody ObjectNode body) {
        return body;
    }

    @PutMapping(path = "/api/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Anyone
    Map<String, Long> upload(@RequestPart MultipartFile avatar) {
        return Map.of("size", avatar.getSize());
    }

    @GetMapping("/api/origin")
    @Anyone
    Place origin(Origin origin) {
        return new Place(origin.address(), origin.userAgent());
    }

    @GetMapping("/api/number")
    @Anyone
    int number(@RequestParam int n) {
        return n;
    }

    @GetMapping("/api/month")
    @Anyone
    Billed month() {
        return new Billed(YearMonth.of(2026, 11));
    }

    @GetMapping("/api/sum")
    @Anyone
    int sum(Summands summands) {
        return summands.first() + summands.second();
    }

    @PostMapping(path = "/api/form", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @Anyone
    int form(@RequestParam String text) {
        return text.length();
    }

    @GetMapping("/api/users/{user_id}")
    @SelfOr(Role.MODERATOR)
    @Operation(summary = "A person's profile")
    @ReadsView("sample")
    ResponseEntity<Item> profile(
            @PersonId AccountId person,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String seen) {
        return ETags.answer(
                seen,
                ETags.of(7, 3),
                () -> new Item(person, Role.MODERATOR, Instant.parse("2026-01-02T03:04:05.678912Z"), null));
    }

    @PutMapping("/api/users/{user_id}")
    @SelfOr(Role.ADMIN)
    Map<String, String> change(
            @PersonId AccountId person, @RequestHeader(name = "If-Match", required = false) @Nullable String seen) {
        ETags.requireMatch(seen, ETags.of(7, 3));
        EventPosition.answer(41);
        EventPosition.answer(40);
        return Map.of("id", person.toString());
    }

    @DeleteMapping("/api/users/{user_id}/sessions/{session_id}")
    @SelfOr(Role.ADMIN)
    Map<String, String> end(@PathVariable("session_id") SessionId session) {
        return Map.of("ended", session.toString());
    }

    @GetMapping("/api/admin/things")
    @Requires(Role.ADMIN)
    Page<Long> things(Paging paging) {
        long from = paging.cursor() == null ? 0 : paging.cursor().number(0);
        var found = LongStream.rangeClosed(from + 1, 120)
                .limit(paging.limit() + 1L)
                .boxed()
                .toList();
        return paging.page(found, n -> n, Cursor::of);
    }

    @PostMapping("/api/orders")
    @Requires(Role.USER)
    @Idempotent
    @Fails(FailureCode.REFERRAL_REFUSED)
    Map<String, Integer> order(@RequestBody Body body) {
        int number = orders.incrementAndGet();
        switch (String.valueOf(body.phone())) {
            case "refuse" -> throw Failure.of(FailureCode.REFERRAL_REFUSED).with("number", number);
            case "break" -> throw new IllegalStateException("broken");
            default -> {}
        }
        return Map.of("number", number);
    }

    @PostMapping("/api/fail/{how}")
    @Anyone
    void fail(@PathVariable String how) throws Exception {
        switch (how) {
            case "wrong-code" -> throw Failure.of(FailureCode.CODE_WRONG).with("attempts_left", 2);
            case "wrapped" -> throw new CommandExecutionException("x", Failure.invalid("city", "too-long"));
            case "limit" -> throw Failure.of(FailureCode.LIMIT_SEND).retryAfter(Duration.ofMillis(1500));
            case "away" -> throw new DataAccessResourceFailureException("10.1.2.3 is away");
            case "no-transaction" -> throw new CannotCreateTransactionException("no connection");
            case "axon-wrapped" ->
                throw new CommandExecutionException("x", new RuntimeException(new SQLException("gone", "57P01")));
            case "slow" -> throw new QueryTimeoutException("slow");
            case "nul" -> throw new DataIntegrityViolationException("x", new SQLException("bad byte", "22021"));
            default ->
                throw new IllegalStateException("no +79136740000 in class Secret\r\n2026 forged line, mail a@b.ru");
        }
    }

    @GetMapping("/api/list")
    @Anyone
    List<String> text() {
        return List.of("a");
    }
}
