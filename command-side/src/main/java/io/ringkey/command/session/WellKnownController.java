package io.ringkey.command.session;

import io.ringkey.web.access.Anyone;
import io.ringkey.web.access.PublicKeys;
import io.ringkey.web.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other services need in order to check our tokens with their stock libraries. */
@RestController
@Tag(name = "For other services")
class WellKnownController {

    private static final String KEYS_EXAMPLE = """
            {
              "keys": [
                {
                  "kty": "EC",
                  "use": "sig",
                  "crv": "P-256",
                  "kid": "token-signing-1",
                  "x": "bU3lTr8Emh2RP_vTnLQuI3tf1u4EUgGLTyL9M95miv4",
                  "y": "pEPZs_En4Bmp5fwmRFGFWTg1Q-Bv9vQGAAXIgD6Ljc0",
                  "alg": "ES256"
                }
              ]
            }
            """;
    private static final String ISSUER_EXAMPLE = """
            {
              "issuer": "http://127.0.0.1:8000",
              "jwks_uri": "http://127.0.0.1:8000/.well-known/jwks.json",
              "token_endpoint": "http://127.0.0.1:8000/api/users/token/",
              "service_documentation": "http://127.0.0.1:8000/redoc/",
              "response_types_supported": [],
              "grant_types_supported": ["refresh_token"],
              "token_endpoint_auth_methods_supported": ["none"]
            }
            """;

    private static final CacheControl SHORTLY =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final PublicKeys keys;
    private final String issuer;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    WellKnownController(PublicKeys keys, Settings settings, Clock clock) {
        this.keys = keys;
        this.issuer = settings.publicUrl().toString();
        this.clock = clock;
    }

    record KeySet(List<JsonNode> keys) {}

    @Anyone
    @Operation(summary = "The public keys of access tokens (RFC 7517)")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(KEYS_EXAMPLE)))
    @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<KeySet> keys() {
        var now = clock.instant();
        var live = keys.all().stream()
                .filter(key -> key.retiredAt() == null || now.isBefore(key.retiredAt()))
                .map(key -> json.readTree(key.jwk()))
                .toList();
        return ResponseEntity.ok().cacheControl(SHORTLY).body(new KeySet(live));
    }

    @Anyone
    @Operation(summary = "Who issues the tokens, and where its keys are (RFC 8414)")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = @Content(examples = @ExampleObject(ISSUER_EXAMPLE)))
    @GetMapping(path = "/.well-known/oauth-authorization-server", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> issuer() {
        return ResponseEntity.ok()
                .cacheControl(SHORTLY)
                .body(Map.of(
                        "issuer",
                        issuer,
                        "jwks_uri",
                        issuer + "/.well-known/jwks.json",
                        "token_endpoint",
                        issuer + "/api/users/token/",
                        "service_documentation",
                        issuer + "/redoc/",
                        // There is no redirect to sign in through: codes come by phone, and clients post them.
                        "response_types_supported",
                        List.of(),
                        "grant_types_supported",
                        List.of("refresh_token"),
                        "token_endpoint_auth_methods_supported",
                        List.of("none")));
    }
}
