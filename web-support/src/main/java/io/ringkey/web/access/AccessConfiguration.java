package io.ringkey.web.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.eventstore.Commits;
import io.ringkey.web.problem.ProblemConfiguration;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who calls is found out by one filter; whether they may is checked by one interceptor, from the handler's annotation. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(ProblemConfiguration.class)
public class AccessConfiguration {

    @Bean
    BrowserCookies browserCookies(Settings settings) {
        return new BrowserCookies(settings.publicUrl());
    }

    @Bean
    RememberedTokens accessTokens(
            ObjectProvider<PublicKeys> keys, ObjectProvider<DataSource> database, Settings settings, Clock clock) {
        var source = keys.getIfAvailable(() -> new JdbcPublicKeys(JdbcClient.create(database.getObject())));
        return AccessTokens.decoder(new KnownKeys(source, clock), settings.publicUrl(), clock);
    }

    @Bean
    Credentials credentials(
            RememberedTokens tokens,
            ObjectProvider<SessionStates> sessions,
            ObjectProvider<SessionUses> uses,
            ObjectProvider<DataSource> database,
            ObjectProvider<Commits> commits,
            BrowserCookies cookies,
            Clock clock) {
        return new Credentials(
                new DefaultBearerTokenResolver(),
                tokens,
                remembered(states(sessions, database), commits, clock),
                uses.getIfAvailable(() -> session -> {}),
                cookies,
                clock);
    }

    @Bean
    Standing standing(ObjectProvider<SessionStates> sessions, ObjectProvider<DataSource> database, Clock clock) {
        return new Standing(() -> states(sessions, database), clock);
    }

    /** Without the record nobody would tell what changes. */
    private static SessionStates remembered(
            SessionStates states, ObjectProvider<Commits> commits, InstantSource clock) {
        Commits ours = commits.getIfAvailable();
        return ours == null
                ? states
                : new RememberedSessionStates(states, ours::accessChanges, clock, Ticker.systemTicker());
    }

    private static SessionStates states(ObjectProvider<SessionStates> sessions, ObjectProvider<DataSource> database) {
        return sessions.getIfAvailable(() -> new JdbcSessionStates(JdbcClient.create(database.getObject())));
    }

    @Bean
    SecurityFilterChain everyCall(HttpSecurity http, Credentials credentials, Settings settings) {
        boolean https = "https".equalsIgnoreCase(settings.publicUrl().getScheme());
        // Who calls stands in each call, and CallerFilter alone says who that is.
        return http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                // A cookie never counts without our own header: see Credentials.
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.cacheControl(cache -> cache.disable())
                        // Behind a proxy the call itself comes without TLS; what people reach us by decides.
                        .httpStrictTransportSecurity(hsts -> hsts.requestMatcher(request -> https))
                        .frameOptions(frames -> frames.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .addHeaderWriter(new PageHeaders()))
                .authorizeHttpRequests(calls -> calls.anyRequest().permitAll())
                // No bean: it would stand before every call a second time.
                .addFilter(Cors.filter(settings.list(Setting.CORS_ORIGINS)))
                .addFilterBefore(new CallerFilter(credentials), AuthorizationFilter.class)
                .build();
    }

    /** Each filter of the chain by itself is of no interest, and observing it costs as much as the filter does. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        // Header values are each read with care; a user agent in an odd encoding is no attack.
        firewall.setAllowedHeaderValues(value -> true);
        // The server takes nothing else for a header's name than what may be one.
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    @Bean
    AccessInventory accessInventory(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return new AccessInventory(mappings);
    }

    @Bean
    Inspections inspections(ObjectProvider<InspectionInbox> inbox, ObjectProvider<DataSource> database, Clock clock) {
        return new Inspections(
                () -> inbox.getIfAvailable(() -> new JdbcInspectionInbox(JdbcClient.create(database.getObject()))),
                clock);
    }

    @Bean
    WebMvcConfigurer accessChecks(Inspections inspections) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AccessInterceptor(inspections)).order(Ordered.HIGHEST_PRECEDENCE);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArguments());
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(String.class, AccountId.class, AccountId::parse);
                registry.addConverter(String.class, SessionId.class, SessionId::parse);
            }
        };
    }
}
