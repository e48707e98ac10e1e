package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import io.ringkey.web.access.InspectionInbox.Discard;
import io.ringkey.web.access.InspectionInbox.Look;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Keeps what moderators and admins look at, before it is shown to them (A7). Reading what is another's, or what only
 * staff may read, is kept without the handler's doing, unless it is {@link NothingPersonal}. Thread-safe.
 */
public final class Inspections {

    /** Of what a call names, these alone can be no personal value. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]{1,19}");

    private static final String IN_FULL = "?payload=full";

    private final Supplier<InspectionInbox> inbox;
    private final InstantSource clock;

    Inspections(Supplier<InspectionInbox> inbox, InstantSource clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Keeps a look of a handler that knows better than its path what it is about.
     *
     * @param about an id, or {@code null} for a list
     * @throws org.springframework.dao.DataAccessException when it could not be kept: then nothing may be shown
     */
    public void looked(Caller caller, HttpServletRequest request, @Nullable String about) {
        inbox.get().put(new Look(caller.account(), path(request), about, clock.instant()));
    }

    /**
     * Keeps that personal values were asked for in the clear where they are masked otherwise: a look of its own, about
     * what the path names.
     *
     * @throws org.springframework.dao.DataAccessException when it could not be kept: then nothing may be shown
     */
    public void lookedInFull(Caller caller, HttpServletRequest request) {
        inbox.get()
                .put(new Look(
                        caller.account(),
                        path(request) + IN_FULL,
                        named(request).orElse(null),
                        clock.instant()));
    }

    /**
     * Keeps that a dead letter is given up, and why.
     *
     * @param letter its id
     * @param event the id of its event
     * @throws org.springframework.dao.DataAccessException when it could not be kept: then it may not be given up
     */
    public void discarded(Caller caller, String letter, String projection, UUID event, String reason) {
        inbox.get().put(new Discard(caller.account(), letter, projection, event, reason, clock.instant()));
    }

    /** Keeps a look at a person. */
    void lookedAtAnother(Caller caller, HttpServletRequest request) {
        looked(caller, request, PathPerson.of(request).toString());
    }

    /** Keeps a look at what only staff may see. */
    void lookedAtWhatIsForStaff(Caller caller, Role least, HttpServletRequest request) {
        if (least.includes(Role.MODERATOR)) {
            looked(caller, request, named(request).orElse(null));
        }
    }

    private static Optional<String> named(HttpServletRequest request) {
        var inPath = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Stream<Object> variables =
                inPath instanceof Map<?, ?> map ? map.values().stream().map(Object.class::cast) : Stream.of();
        return Stream.concat(variables, Stream.of("stream", "actor").map(request::getParameter))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(value -> ID.matcher(value).matches())
                .findFirst();
    }

    private static String path(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }
}
