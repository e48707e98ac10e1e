package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.sample.Sample;
import org.junit.jupiter.api.Test;

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
