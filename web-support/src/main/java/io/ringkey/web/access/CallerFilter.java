package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.web.access.Identity.Known;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has the credentials of a call judged once, when somebody asks who calls. Bad ones refuse nothing here: whether they are
 * needed is declared by the handler, an expired token must not keep anyone from signing in again, and nobody waits for a
 * database that is away to learn what does not matter.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final Credentials credentials;

    CallerFilter(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Supplier<Identity> identity = SingletonSupplier.of(() -> credentials.of(request));
        Identity.judgeWith(identity, request);
        Supplier<SecurityContext> ofNobody = SecurityContextHolder.getDeferredContext();
        SecurityContextHolder.setDeferredContext(
                () -> identity.get() instanceof Known known ? contextOf(known) : ofNobody.get());
        chain.doFilter(request, response);
    }

    private static SecurityContext contextOf(Known known) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new SignedIn(known.caller()));
        return context;
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
