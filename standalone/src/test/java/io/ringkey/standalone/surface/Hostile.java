package io.ringkey.standalone.surface;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What nobody in good faith sends. */
final class Hostile {

    /** A line as the log would have it, to be smuggled in. */
    static final String FORGED = "2026-01-01T00:00:00.000Z INFO  [-] Forged: signed-in-as-admin";

    /** Any header of an answer that bears this name came from a request. */
    static final String INJECTED = "X-Injected";

    private static final String NUL = "\u0000";

    /** Text, for fields, parameters and headers. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            NUL,
            "a" + NUL + "b",
            "\u202e\u2066",
            "\ufeff",
            "\ufffe",
            "\r\n" + FORGED,
            "\n" + FORGED,
            "x\r\n" + INJECTED + ": yes",
            "\u2028" + FORGED,
            "\u0085" + FORGED,
            "\u001b[2K\u001b[1A" + FORGED,
            "٤٤٤٤",
            "１２３４",
            "+７９１３６７４００００",
            "+٧٩١٣٦٧٤٠٠٠٠",
            "৪৪৪৪",
            "𝟒𝟒𝟒𝟒",
            "1e9",
            "-1",
            "0x41",
            "NaN",
            "' OR '1'='1' --",
            "'; DROP TABLE x; --",
            "%' ESCAPE '",
            "${jndi:ldap://127.0.0.1/x}",
            "#{7*7}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "\"><img src=x>",
            "../../../../etc/passwd",
            "..%2f..%2f",
            "%00",
            "%0d%0a" + INJECTED + ":%20yes",
            "%ff%fe",
            "%C0%80",
            "%",
            "%zz",
            "null",
            "undefined",
            "true",
            "me",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "1-1-1-1-1",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999999999999999999999999999",
            "ZZZZZZ",
            "İ",
            "ß",
            "ﬁ",
            "a\u0300\u0301\u0302\u0303",
            "👩‍👩‍👧‍👦",
            "@",
            "@\u0430nn",
            "a@b",
            "a@b.c\r\nBcc: x@y.z",
            "data:image/png;base64,",
            "data:image/png;base64,AAAA",
            "iVBORw0KGgo=",
            "Bearer x",
            "eyJhbGciOiJub25lIn0.e30.",
            "x".repeat(300),
            "я".repeat(5000));

    /** Values that are JSON, each as it is written. */
    static final List<String> JSON = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "4071",
            "1.5",
            "1e400",
            "-1e400",
            "1E-9999",
            "123456789012345678901234567890123456789012345678901234567890",
            "[]",
            "{}",
            "[\"4071\"]",
            "{\"$gt\":\"\"}",
            "[[[[]]]]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u000d\\u000a" + FORGED + "\"",
            "\"\\",
            "NaN",
            "Infinity",
            "'4071'",
            "0123",
            "+1",
            "\u0001",
            "// x\n1",
            "");

    /** Bodies that are no JSON object, or hardly. */
    static List<byte[]> bodies() {
        return List.of(
                utf8(""),
                utf8("{"),
                utf8("}"),
                utf8("[]"),
                utf8("null"),
                utf8("\"x\""),
                utf8("17"),
                utf8("{}{}"),
                utf8("{} trailing"),
                utf8("{\"\":1}"),
                utf8("{\"a\":1,\"a\":2}"),
                utf8("{\"__proto__\":{\"role\":\"admin\"},\"constructor\":1}"),
                utf8("{\"@class\":\"x.Y\",\"@type\":\"x.Y\"}"),
                utf8("{\"" + "k".repeat(300) + "\":1}"),
                utf8("[".repeat(100_000)),
                utf8("{\"a\":".repeat(20_000)),
                utf8("{\"phone\":" + "[".repeat(500) + "]".repeat(500) + "}"),
                utf8("\ufeff{}"),
                utf8("phone=%2B79136740000&role=admin"),
                utf8("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"),
                utf8("--b\r\nContent-Disposition: form-data; name=\"city\"\r\n\r\nx\r\n--b--\r\n"),
                utf8(
                        "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"../../x\r\ny.png\"\r\n\r\nGIF89a\r\n--b--"),
                utf8("--b\r\n".repeat(2_000)),
                "{\"phone\":\"+79136740000\"}".getBytes(StandardCharsets.UTF_16LE),
                "{\"phone\":\"+79136740000\"}".getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'},
                new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {0, 0, 0, 0},
                new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0});
    }

    /** Media types, right and wrong. */
    static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "application/vnd.api+json",
            "application/xml",
            "text/plain",
            "text/html",
            "application/x-www-form-urlencoded",
            "application/x-java-serialized-object",
            "application/octet-stream",
            "multipart/form-data",
            "multipart/form-data; boundary=b",
            "multipart/form-data; boundary=\"\r\n\"",
            "multipart/form-data; boundary=" + "b".repeat(300),
            "multipart/mixed; boundary=b",
            "*/*",
            "nonsense",
            ";",
            "");

    /** Methods beside those that are meant. */
    static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "FOO",
            "G\u0001T");

    /** Lines of a head that are not as they should be. */
    static final List<String> HEADER_LINES = List.of(
            "X-Request-Id: a b",
            "X-Request-Id: a\u0000b",
            "X-Request-Id: <script>",
            "X-Request-Id: " + "x".repeat(200),
            "X-Request-Id: a\n " + FORGED,
            "User-Agent: a\r " + FORGED,
            "User-Agent: \u001b[31m" + FORGED,
            "User-Agent: " + "x".repeat(5000),
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-Prefix: /evil\r",
            "X-Original-URL: /api/admin/events/",
            "X-HTTP-Method-Override: DELETE",
            "X-Rewrite-URL: /api/admin/events/",
            "Accept: application/xml",
            "Accept: image/png;q=2",
            "Accept: ,;/",
            "Accept-Language: xx-YY-" + "z".repeat(500),
            "Accept-Language: *;q=0, ;;;",
            "Accept-Language: ru\r " + FORGED,
            "Accept-Encoding: gzip;q=nonsense",
            "Range: bytes=0-,-1",
            "Expect: 100-continue",
            "Expect: nonsense",
            "If-Match: nonsense",
            "If-Match: \"99999999999999999999999\"",
            "If-Match: W/\"1\", *",
            "If-None-Match: \"\u00ff",
            "If-Modified-Since: yesterday",
            "X-Wait-For-Position: -1",
            "X-Wait-For-Position: 99999999999999999999",
            "X-Wait-For-Position: 1e3",
            "Idempotency-Key: ",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: a\u0000b",
            "Origin: null",
            "Origin: https://evil.example",
            "Origin: \u00ff",
            "Cookie: ringkey_session=; ringkey_session=x; ringkey_challenge=\"; a",
            "Cookie: ringkey_session=" + "A".repeat(64),
            "Cookie: ringkey_challenge=" + "A".repeat(64) + "; ringkey_device=x",
            "Cookie: =;=;;\u0001",
            "Authorization: Basic YWRtaW46YWRtaW4=",
            "Authorization: Bearer",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Bearer \u00ff\u00fe",
            "Authorization: Digest a=\"",
            "Content-Encoding: gzip",
            "Content-Encoding: nonsense",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1\r\nContent-Length: 2",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: nonsense",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Host: evil.example",
            "Host: a b",
            "Host: ",
            "Ringkey-Device: new",
            "Ringkey-Device: \u00ff",
            "Outbox-Key: x",
            "no colon at all",
            ": no name",
            "Bad Name: x",
            " folded: x",
            "X-Long: " + "x".repeat(20_000));

    private Hostile() {}

    static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
