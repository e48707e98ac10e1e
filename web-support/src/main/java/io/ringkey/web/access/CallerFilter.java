package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.web.access.Identity.Known;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Judges the credentials of every call once. Bad ones refuse nothing here: whether they are needed is declared by the
 * handler, and an expired token must not keep anyone from signing in again.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final Credentials credentials;

    CallerFilter(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var identity = credentials.of(request);
        identity.rememberIn(request);
        if (identity instanceof Known known) {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new SignedIn(known.caller()));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    /** The caller, as Spring Security sees them. */
    private static final class SignedIn extends AbstractAuthenticationToken {

        private static final long serialVersionUID = 1L;

        private final transient Caller caller;

        SignedIn(Caller caller) {
            super(AuthorityUtils.createAuthorityList(
                    "ROLE_" + caller.role().wireName().toUpperCase(Locale.ROOT)));
            this.caller = caller;
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Object getPrincipal() {
            return caller;
        }

        @Override
        public String getName() {
            return caller.account().toString();
        }
    }
}
