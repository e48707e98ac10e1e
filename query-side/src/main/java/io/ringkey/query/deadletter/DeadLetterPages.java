package io.ringkey.query.deadletter;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.query.processors.Projections;
import io.ringkey.web.access.Requires;
import io.ringkey.web.cursor.Paging;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The events that projections could not take in, to be tried again or given up. */
@DeskPage
class DeadLetterPages {

    private static final String ROWS = "20";

    private final DeadLetterController letters;
    private final Projections projections;
    private final Pages pages;

    DeadLetterPages(DeadLetterController letters, Projections projections, Pages pages) {
        this.letters = letters;
        this.projections = projections;
        this.pages = pages;
    }

    @GetMapping("/admin/dead-letters")
    @Requires(Role.ADMIN)
    ModelAndView deadLetters(
            @RequestParam(required = false) @Nullable String projection,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller,
            HttpServletRequest request) {
        var conditions = new HashMap<String, @Nullable String>();
        conditions.put("projection", projection);
        conditions.put("cursor", cursor);
        return pages.desk("deadletter/list", caller, request)
                .addObject("conditions", conditions)
                .addObject("names", projections.names())
                .addObject("letters", letters.deadLetters(projection, Paging.of(ROWS, cursor)));
    }
}
