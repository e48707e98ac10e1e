package io.ringkey.standalone.surface;

import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.surface.ApiOperations.ApiOperation;
import io.ringkey.standalone.surface.RawHttp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes hostile requests out of a seed: the nth is always the same, whatever was sent before it. Thread-safe. */
final class Fuzzer {

    /** Beside what the description lists. */
    private static final List<String> PAGES = List.of(
            "/",
            "/admin/",
            "/assets/x",
            "/",
            "/?invite=x",
            "/outbox/",
            "/outbox/latest",
            "/swagger/",
            "/redoc/",
            "/v3/api-docs",
            "/v3/api-docs/x",
            "/error",
            "/actuator/env",
            "/actuator/health",
            "/api/",
            "/favicon.ico");

    private static final int SOME_NUMBERS = 40;

    private final long seed;
    private final List<ApiOperation> operations;
    private final Caller nobody;
    private final List<Caller> callers;

    Fuzzer(long seed, List<ApiOperation> operations, List<Caller> callers) {
        this.seed = seed;
        this.operations =
                operations.stream().filter(operation -> !operation.staysOpen()).toList();
        this.nobody = callers.getFirst();
        this.callers = callers;
    }

    /**
     * On whose behalf something is sent.
     *
     * @param self nothing for who is not signed in
     * @param others ids that their requests name beside their own
     */
    record Caller(String role, @Nullable Person self, List<String> others) {}

    /**
     * One request.
     *
     * @param namesAnother whether its path is about one of the caller's {@code others}
     * @param brokenHead whether its head has lines that a server may refuse outright
     */
    record Shot(
            int number,
            Caller caller,
            String method,
            String target,
            boolean namesAnother,
            boolean brokenHead,
            Request request) {

        /** The id that the call has in the log and in the metadata of events. */
        static String requestId(int number) {
            return "fuzz-" + number;
        }
    }

    Shot shot(int number) {
        return new Aim(number, new Random(seed * 1_000_003 + number)).shot();
    }

    /** The choices of one request. */
    private final class Aim {

        private final int number;
        private final Random random;

        Aim(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        Shot shot() {
            Caller caller = Hostile.one(callers, random);
            ApiOperation operation = Hostile.one(operations, random);
            boolean page = random.nextInt(20) == 0;
            String method = random.nextInt(12) == 0 ? Hostile.one(Hostile.METHODS, random) : operation.method();
            String path = page ? Hostile.one(PAGES, random) : operation.path();
            boolean destroys = operation.destroys() || method.equals("DELETE");
            if (path.contains("/logout")) {
                caller = nobody;
            }
            String id = personId(caller, destroys);
            String target =
                    damaged(path.replace("{user_id}", id).replaceAll("\\{[a-z_]+}", variable())) + query(operation);
            var request = new Request(method, target);
            head(request, caller);
            boolean broken = random.nextInt(4) == 0;
            if (broken) {
                request.rawHeader(Hostile.one(Hostile.HEADER_LINES, random));
            }
            body(request, operation, caller);
            return new Shot(
                    number,
                    caller,
                    method,
                    target,
                    path.contains("{user_id}") && caller.others().contains(id),
                    broken,
                    request);
        }

        private String personId(Caller caller, boolean destroys) {
            boolean own = caller.self() != null && !destroys;
            return switch (random.nextInt(10)) {
                case 0, 1, 2, 3 ->
                    own ? (random.nextBoolean() ? "me" : caller.self().id()) : new UUID(7, number).toString();
                case 4, 5, 6 -> Hostile.one(caller.others(), random);
                default -> {
                    String text = inTarget(Hostile.one(Hostile.TEXTS, random));
                    yield text.equals("me") && destroys ? "you" : text;
                }
            };
        }

        private String variable() {
            return random.nextInt(3) == 0
                    ? "1"
                    : java.util.regex.Matcher.quoteReplacement(inTarget(Hostile.one(Hostile.TEXTS, random)));
        }

        private String damaged(String path) {
            return switch (random.nextInt(30)) {
                case 0 -> path.length() == 1 ? "*" : path.substring(0, path.length() - 1);
                case 1 -> path + "/";
                case 2 -> path.replace("/users", "//users");
                case 3 -> path + ";jsessionid=1";
                case 4 -> path.replace("/api", "/api/%2e%2e/api");
                case 5 -> path + "%00";
                case 6 -> path + "x".repeat(3000);
                case 7 -> path + "..;/";
                case 8 -> "http://evil.example" + path;
                default -> path;
            };
        }

        private String query(ApiOperation operation) {
            var names = new ArrayList<>(operation.query());
            if (random.nextInt(6) == 0) {
                names.add(inTarget(Hostile.one(Hostile.TEXTS, random)));
            }
            if (random.nextInt(8) == 0) {
                names.addAll(names);
            }
            if (random.nextInt(200) == 0) {
                names.addAll(java.util.Collections.nCopies(150, "a"));
            }
            String query = names.stream()
                    .filter(name -> random.nextInt(3) > 0)
                    .map(name -> name + "=" + inTarget(parameter(name)))
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? "" : "?" + query;
        }

        private String parameter(String name) {
            if (random.nextBoolean()) {
                return Hostile.one(Hostile.TEXTS, random);
            }
            return switch (name) {
                case "limit" -> Hostile.one(List.of("1", "200", "201", "0", "-1", "2147483648"), random);
                case "cursor" ->
                    Hostile.one(List.of("AAAA", "MTcfMTc", "MjAyNi0wMS0wMVQwMDowMDowMFofMTc", "____"), random);
                case "from", "to", "at" ->
                    Hostile.one(List.of("2026-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "now", "0"), random);
                case "format" -> Hostile.one(List.of("csv", "json", "xml"), random);
                case "phone", "search" -> Hostile.one(List.of("+79139000001", "a%_\\", "\u0000"), random);
                default -> "" + random.nextInt();
            };
        }

        private void head(Request request, Caller caller) {
            request.header("Host", "127.0.0.1");
            request.header("X-Request-Id", Shot.requestId(number));
            if (caller.self() != null) {
                request.header("Authorization", "Bearer " + caller.self().access());
            }
        }

        private void body(Request request, ApiOperation operation, Caller caller) {
            if (operation.fields() == null && random.nextInt(10) > 0) {
                return;
            }
            request.header(
                    "Content-Type",
                    random.nextInt(10) == 0 ? Hostile.one(Hostile.MEDIA_TYPES, random) : "application/json");
            int kind = random.nextInt(400);
            if (kind == 0) {
                request.body(huge(random.nextBoolean() ? 70_000 : 9_000_000));
            } else if (kind < 60) {
                request.body(Hostile.one(Hostile.bodies(), random));
            } else {
                request.body(utf8(object(operation, caller)));
            }
        }

        /** A body that would be good, but for what was done to it. */
        private String object(ApiOperation operation, Caller caller) {
            Map<String, String> fields = new LinkedHashMap<>();
            if (operation.fields() != null) {
                operation.fields().keySet().forEach(name -> fields.put(name, usual(name, caller)));
            }
            fields.keySet().removeIf(name -> random.nextInt(4) == 0);
            for (String name : List.copyOf(fields.keySet())) {
                if (random.nextInt(4) == 0) {
                    fields.put(
                            name,
                            random.nextBoolean()
                                    ? quoted(Hostile.one(Hostile.TEXTS, random))
                                    : Hostile.one(Hostile.JSON, random));
                }
            }
            var members = new ArrayList<String>();
            fields.forEach((name, value) -> members.add(quoted(name) + ":" + value));
            if (random.nextInt(8) == 0) {
                members.add(quoted(Hostile.one(
                                List.of("role", "id", "referrals_total", "created_at", "blocked", "Phone", "auth code"),
                                random))
                        + ":" + Hostile.one(Hostile.JSON, random));
            }
            if (random.nextInt(12) == 0) {
                members.add(quoted(Hostile.one(Hostile.TEXTS, random)) + ":1");
            }
            if (random.nextInt(12) == 0 && !members.isEmpty()) {
                members.add(members.getFirst());
            }
            return "{" + String.join(",", members) + "}";
        }

        private String usual(String name, Caller caller) {
            return switch (name) {
                case "phone" ->
                    quoted(
                            caller.self() != null && random.nextBoolean()
                                    ? caller.self().phone()
                                    : someNumber());
                case "auth_code", "password" -> quoted("%04d".formatted(random.nextInt(10_000)));
                case "email" -> quoted("fuzz" + random.nextInt(99) + "@example.org");
                case "city" -> quoted("Омск " + random.nextInt(99));
                case "telegram_id" -> quoted("@fuzz" + random.nextInt(99));
                case "role" -> quoted("moderator");
                case "avatar", "referral_code" -> quoted("");
                default -> quoted("x");
            };
        }

        private String someNumber() {
            return Person.phone(900, random.nextInt(SOME_NUMBERS));
        }
    }

    private static byte[] huge(int bytes) {
        return utf8("{\"city\":\"" + "x".repeat(bytes) + "\"}");
    }

    /** As it goes into the first line of a request: what would end the line is encoded, most else is not. */
    private static String inTarget(String text) {
        var target = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            int unsigned = one & 0xff;
            boolean plain = unsigned > ' ' && unsigned < 0x7f && "#\"<>\\^`{|}?&/".indexOf(unsigned) < 0;
            target.append(plain ? String.valueOf((char) unsigned) : "%%%02x".formatted(unsigned));
        }
        return target.toString();
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars()
                .forEach(unit -> json.append(
                        unit < ' ' || unit == '"' || unit == '\\'
                                ? "\\u%04x".formatted(unit)
                                : String.valueOf((char) unit)));
        return json.append('"').toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
