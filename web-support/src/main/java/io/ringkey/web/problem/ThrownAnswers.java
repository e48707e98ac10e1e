package io.ringkey.web.problem;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers for a thrown thing, and logs what is our own fault. Safe for concurrent use. */
public final class ThrownAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ThrownAnswers.class);

    private final ProblemWriter writer;

    ThrownAnswers(ProblemWriter writer) {
        this.writer = writer;
    }

    void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) {
        if (thrown instanceof BrokenOff) {
            logBrokenOff(thrown);
            return;
        }
        var failure = understood(thrown);
        // Nobody is put off by an answer that has begun.
        if (failure.code() != FailureCode.TRY_LATER || !response.isCommitted()) {
            logOurOwnFault(failure, thrown);
        }
        var headers = thrown instanceof ErrorResponse known ? known.getHeaders() : HttpHeaders.EMPTY;
        try {
            writer.write(request, response, failure, headers);
        } catch (IOException clientIsGone) {
            LOG.debug("Nobody was left to be told {}", failure.code());
        }
    }

    /** What a thrown thing means to the client; what is our own fault is logged. */
    public Failure meaningOf(Throwable thrown) {
        var failure = understood(thrown);
        logOurOwnFault(failure, thrown);
        return failure;
    }

    private static Failure understood(Throwable thrown) {
        // A client that stopped sending may be listening still.
        return DisconnectedClientHelper.isClientDisconnectedException(thrown)
                ? Failure.of(FailureCode.BODY_UNREADABLE)
                : Failures.of(thrown);
    }

    private static void logOurOwnFault(Failure failure, Throwable thrown) {
        if (failure.code() == FailureCode.INTERNAL) {
            LOG.error("A call failed: {}", Trace.of(thrown));
        } else if (failure.code() == FailureCode.TRY_LATER) {
            LOG.warn("A call was put off: {}", Trace.summary(thrown));
        }
    }

    /** Its beginning has gone out, so there is nobody to tell; who stopped reading knows. */
    private static void logBrokenOff(Throwable thrown) {
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            LOG.debug("A client stopped reading its answer");
        } else {
            LOG.warn("An answer was broken off: {}", Trace.summary(thrown));
        }
    }
}
