package io.ringkey.query.admin;

import io.ringkey.api.account.Role;
import io.ringkey.query.pages.DeskPage;
import io.ringkey.web.access.Requires;
import org.springframework.web.bind.annotation.GetMapping;

/** Where the desk begins. */
@DeskPage
class AdminPage {

    @GetMapping("/admin")
    @Requires(Role.MODERATOR)
    String begin() {
        return "redirect:/admin/people/";
    }
}
