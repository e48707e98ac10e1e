package io.ringkey.command.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.Blocked;
import io.ringkey.api.verification.VerificationOutcome.NoChallenge;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.command.device.DeviceOfCall;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.OwnWrites;
import io.ringkey.command.session.AccessTokenIssuer;
import io.ringkey.command.session.TokenAnswer;
import io.ringkey.command.verification.ChallengeCookie.Bound;
import io.ringkey.command.verification.LoginForms.CodeGiven;
import io.ringkey.command.verification.LoginForms.CodeRequest;
import io.ringkey.command.verification.LoginForms.TokenRequest;
import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.access.BrowserSession;
import io.ringkey.web.apidocs.Fails;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Signing in: a code is asked for, and given back at one of two doors. */
@RestController
@Tag(name = "Sign-in")
class LoginController {

    private final Commands commands;
    private final OwnWrites ownWrites;
    private final LoginForms forms;
    private final ChallengeCookie challengeCookie;
    private final BrowserCookies cookies;
    private final DeviceOfCall devices;
    private final Deliveries deliveries;
    private final DevelopmentDoors doors;
    private final AccessTokenIssuer issuer;
    private final Duration sessionLife;
    private final EvenTime evenTime;
    private final InstantSource clock;

    LoginController(
            Commands commands,
            OwnWrites ownWrites,
            LoginForms forms,
            ChallengeCookie challengeCookie,
            BrowserCookies cookies,
            DeviceOfCall devices,
            Deliveries deliveries,
            DevelopmentDoors doors,
            AccessTokenIssuer issuer,
            EvenTime evenTime,
            Settings settings,
            Clock clock) {
        this.commands = commands;
        this.ownWrites = ownWrites;
        this.forms = forms;
        this.challengeCookie = challengeCookie;
        this.cookies = cookies;
        this.devices = devices;
        this.deliveries = deliveries;
        this.doors = doors;
        this.issuer = issuer;
        this.sessionLife = settings.duration(Setting.REFRESH_TTL);
        this.evenTime = evenTime;
        this.clock = clock;
    }

    /**
     * @param authCode with the {@code echo} sender alone
     */
    record CodeRequested(
            UUID challengeId,

            @Schema(description = "Seconds that the code can be used.", example = "300")
            long expiresIn,

            @Schema(description = "Seconds until asking again sends the code again.", example = "60")
            long resendAfter,

            @Schema(example = "4") int codeLength,

            @Schema(description = "Wrong codes that may still be given.", example = "3")
            int attemptsLeft,

            @Schema(description = "The code itself, with the echo sender alone.", example = "4071")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String authCode) {}

    record Authorized(
            @Schema(example = "01938f59-f6cc-7ab8-9f0e-2f4a1c3d5e6f")
            UUID userId,

            @Schema(description = "Whether this was the person's first time.", example = "true")
            boolean newUser,

            @Schema(description = "The code with which this person invites others.", example = "K7WQ4M")
            String inviteCode) {}

    @Anyone
    @Fails(FailureCode.LIMIT_SEND)
    @Operation(
            summary = "Ask for a code",
            description = "Sends a code to the number, and sets a cookie that binds it to this client. While a code"
                    + " lives, asking again answers for the same one, and sends it again once `resend_after` is over.")
    @PostMapping(path = "/api/users/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    CodeRequested ask(
            @RequestBody CodeRequest body, Origin origin, HttpServletRequest request, HttpServletResponse response) {
        doors.refuseForwarded(request);
        PhoneNumber phone = forms.phone(body.phone());
        long start = System.nanoTime();
        try {
            return asked(phone, origin, request, response);
        } finally {
            evenTime.waitSince(start);
        }
    }

    private CodeRequested asked(
            PhoneNumber phone, Origin origin, HttpServletRequest request, HttpServletResponse response) {
        var command = new RequestCode(phone, Purpose.SIGN_IN, devices.of(request, false), origin);
        var sent = commands.send(command, CodeRequestOutcome.class);
        EventPosition.answer(sent.position());
        Instant now = clock.instant();
        return switch (sent.outcome()) {
            case OnItsWay code -> {
                giveCookie(response, code, now);
                yield new CodeRequested(
                        code.challenge().value(),
                        Math.max(0, Duration.between(now, code.expiresAt()).toSeconds()),
                        wholeSeconds(now, code.resendAt()),
                        code.codeLength(),
                        code.attemptsLeft(),
                        doors.echo() ? deliveries.code(code.challenge()).orElse(null) : null);
            }
            case BudgetSpent spent ->
                throw Failure.of(FailureCode.LIMIT_SEND).retryAfter(Duration.between(now, spent.retryAt()));
        };
    }

    @Anyone
    @Fails({FailureCode.CODE_WRONG, FailureCode.CHALLENGE_MISSING, FailureCode.PERSON_BLOCKED})
    @Operation(
            summary = "Give the code and sign in with a browser",
            description = "Needs the cookie that asking for the code set, or `phone` in the body. A person is recorded"
                    + " on their first time. Sets the cookies of the session.")
    @PutMapping(path = "/api/users/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    Authorized give(
            @RequestBody CodeGiven body, Origin origin, HttpServletRequest request, HttpServletResponse response) {
        doors.refuseForwarded(request);
        Optional<Bound> bound = challengeCookie.read(request);
        Target target = body.phone() == null
                ? bound.<Target>map(cookie -> new Target.OfChallenge(cookie.stream(), cookie.challenge()))
                        .orElseThrow(() -> Failure.of(FailureCode.CHALLENGE_MISSING))
                : new Target.OfPhone(forms.phone(body.phone()));
        OneTimeCode code = LoginForms.code("auth_code", body.authCode());
        Device device = devices.of(request, true);
        SignedIn person = signedIn(command(target, code, Way.BROWSER_SESSION, device, bound, origin));
        devices.give(request, response, person.device());
        var session = BrowserSession.parse(person.secret().value()).orElseThrow();
        cookies.give(response, session, sessionLife);
        return new Authorized(person.account().value(), person.newUser(), person.inviteCode());
    }

    @Anyone
    @Fails({FailureCode.CODE_WRONG, FailureCode.PERSON_BLOCKED})
    @Operation(
            summary = "Exchange phone and code for a pair of tokens",
            description = "Right after asking for the code, or after signing in with a browser by the same code: then"
                    + " the pair is that session's. Once.")
    @PostMapping(path = "/api/users/token", consumes = MediaType.APPLICATION_JSON_VALUE)
    TokenAnswer token(
            @RequestBody TokenRequest body,
            @Parameter(
                            description =
                                    "What the device was given before, or `new` to be given something: `device` in"
                                            + " the answer. For clients that keep no cookies.",
                            example = DeviceOfCall.NEW)
                    @RequestHeader(name = DeviceOfCall.HEADER, required = false)
                    @Nullable
                    String deviceHeader,
            Origin origin,
            HttpServletRequest request,
            HttpServletResponse response) {
        doors.refuseForwarded(request);
        var target = new Target.OfPhone(forms.phone(body.phone()));
        OneTimeCode code = LoginForms.code("password", body.password());
        Optional<Bound> bound = challengeCookie.read(request);
        // Who brings the challenge's cookie will keep another.
        Device device = devices.of(request, bound.isPresent());
        SignedIn person = signedIn(command(target, code, Way.TOKEN_PAIR, device, bound, origin));
        devices.give(request, response, person.device());
        return TokenAnswer.of(issuer, person.account(), person.session(), person.confirmed(), person.secret())
                .with(deviceHeader == null ? null : person.device());
    }

    // In a compiled class the checker does not see that the binding may be null.
    @SuppressWarnings("NullAway")
    private static VerifyCode command(
            Target target, OneTimeCode code, Way way, Device device, Optional<Bound> bound, Origin origin) {
        byte[] binding = bound.map(Bound::binding).orElse(null);
        return new VerifyCode(target, code, way, device, binding, origin);
    }

    private SignedIn signedIn(VerifyCode command) {
        var sent = commands.send(command, VerificationOutcome.class);
        return switch (sent.outcome()) {
            case SignedIn person -> {
                ownWrites.settle(sent.position());
                yield person;
            }
            case WrongCode wrong -> {
                EventPosition.answer(sent.position());
                throw wrongCode(wrong.attemptsLeft());
            }
            case NoChallenge none -> throw wrongCode(0);
            case Blocked blocked -> {
                EventPosition.answer(sent.position());
                throw Failure.of(FailureCode.PERSON_BLOCKED);
            }
        };
    }

    private static Failure wrongCode(int attemptsLeft) {
        return Failure.of(FailureCode.CODE_WRONG).with("attempts_left", attemptsLeft);
    }

    private void giveCookie(HttpServletResponse response, OnItsWay code, Instant now) {
        String value = challengeCookie.make(code.stream(), code.challenge());
        var cookie = cookies.cookie(ChallengeCookie.NAME, value)
                .maxAge(Duration.between(now, code.expiresAt()))
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Rounded up, so that waiting this long is long enough. */
    private static long wholeSeconds(Instant now, Instant until) {
        return Math.max(0, Duration.between(now, until).plusMillis(999).toSeconds());
    }
}
