package io.ringkey.web.apidocs;

import io.ringkey.web.access.Anyone;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The two pages that show the API's description; everything on them is served from here. */
@RestController
@Anyone
@Hidden
final class ApiPages {

    /** Both pages style themselves at run time; ReDoc searches in a worker that it makes itself. */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @GetMapping(path = "/swagger", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> swagger() throws IOException {
        return page("swagger.html");
    }

    @GetMapping(path = "/redoc", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> redoc() throws IOException {
        return page("redoc.html");
    }

    /** Whole, whatever range is asked for: Spring answers a bad range of a resource with nothing at all. */
    private static ResponseEntity<byte[]> page(String name) throws IOException {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", POLICY)
                .cacheControl(CacheControl.noCache())
                .body(new ClassPathResource("ringkey/apidocs/" + name).getContentAsByteArray());
    }
}
