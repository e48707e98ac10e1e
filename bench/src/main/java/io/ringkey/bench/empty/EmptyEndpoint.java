package io.ringkey.bench.empty;

import io.ringkey.web.access.Anyone;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Answers nothing, as fast as this server can. */
@RestController
class EmptyEndpoint {

    @Anyone
    @Hidden
    @GetMapping("/bench/empty")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void nothing() {}
}
