package io.ringkey.query.attack;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.query.pages.Pages;
import io.ringkey.web.access.Requires;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who is under attack now. */
@DeskPage
class SecurityPage {

    private static final List<Integer> RANGES = List.of(1, 6, 24);

    private final Attacks attacks;
    private final Pages pages;

    SecurityPage(Attacks attacks, Pages pages) {
        this.attacks = attacks;
        this.pages = pages;
    }

    @GetMapping("/admin/security")
    @Requires(Role.MODERATOR)
    ModelAndView security(
            Caller caller, HttpServletRequest request, @RequestParam(required = false, defaultValue = "1") int hours) {
        return pages.desk("attack/security", caller, request)
                .addObject("hours", hours)
                .addObject("ranges", RANGES)
                .addObject("attacks", attacks.now(hours));
    }
}
