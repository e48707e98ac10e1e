package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatBrowsersAreToldTest {

    private final Sample sample = Sample.running();

    @Test // T13
    void nothingIsKeptFramedSniffedOrReferred() {
        for (var path : new String[] {"/api/open", "/nothing"}) {
            var answer = sample.get(path);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void otherSitesAreToldNothing() {
        var read = sample.get("/api/open", "Origin", "https://evil.example");
        var preflight = sample.call(
                "OPTIONS", "/api/open", null, "Origin", "https://evil.example", "Access-Control-Request-Method", "GET");

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "http://app.example.org",
                "https://app.example.org:8443",
                "https://app.example.org.evil.example",
                "https://evil.example/https://app.example.org",
                "https://xapp.example.org",
                "https://app.example.org@evil.example",
                "https://APP.example.org%2eevil.example",
                "file://"
            })
    void sitesThatOnlyLookLikeOneInTheSettingsAreToldNothing(String origin) {
        var read = sample.get("/api/open", "Origin", origin);
        var preflight = sample.call(
                "OPTIONS", "/api/users/me", null, "Origin", origin, "Access-Control-Request-Method", "DELETE");

        for (var answer : List.of(read, preflight)) {
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
            assertThat(answer.header("Access-Control-Allow-Methods")).isNull();
        }
    }

    @Test
    void cachesKeepAnswersToDifferentSitesApart() {
        assertThat(sample.get("/api/open", "Origin", "https://app.example.org").header("Vary"))
                .contains("Origin");
        assertThat(sample.get("/api/open", "Origin", "https://evil.example").header("Vary"))
                .contains("Origin");
    }

    @Test
    void peopleWhoReachUsByHttpsAreToldToStayWithIt() {
        assertThat(sample.get("/api/open").header("Strict-Transport-Security")).isNull();
        try (var secure = Sample.reachedBy("https://sign-in.example.org")) {
            assertThat(secure.get("/api/open").header("Strict-Transport-Security"))
                    .contains("max-age=31536000");
            assertThat(secure.get("/nothing").header("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void sitesInTheSettingsMayCallWithoutCookies() {
        var read = sample.get("/api/open", "Origin", "https://app.example.org");
        var preflight = sample.call(
                "OPTIONS",
                "/api/users/me",
                null,
                "Origin",
                "https://app.example.org",
                "Access-Control-Request-Method",
                "PUT",
                "Access-Control-Request-Headers",
                "authorization");

        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
        assertThat(read.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(read.header("Access-Control-Expose-Headers")).contains("ETag", "X-Event-Position");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("authorization");
    }
}
