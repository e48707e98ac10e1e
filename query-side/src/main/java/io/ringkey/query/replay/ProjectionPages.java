package io.ringkey.query.replay;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.NothingPersonal;
import io.ringkey.web.access.Requires;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** How far the projections are, and making them anew. */
@DeskPage
@NothingPersonal
class ProjectionPages {

    private final ProjectionStates states;
    private final Pages pages;

    ProjectionPages(ProjectionStates states, Pages pages) {
        this.states = states;
        this.pages = pages;
    }

    @GetMapping("/admin/projections")
    @Requires(Role.ADMIN)
    ModelAndView projections(Caller caller, HttpServletRequest request) {
        return pages.desk("replay/projections", caller, request).addObject("projections", states.all());
    }
}
