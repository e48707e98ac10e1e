package io.ringkey.web.access;

import io.ringkey.web.problem.Guards;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/** What every answer says unless its handler said otherwise: keep no copy, and run nothing that is not from here. */
final class PageHeaders implements HeaderWriter {

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!response.containsHeader(Guards.CONTENT_SECURITY_POLICY)) {
            response.setHeader(Guards.CONTENT_SECURITY_POLICY, Guards.SELF_ALONE);
        }
    }
}
