package io.ringkey.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.SizeLimitExceededException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.server.ResponseStatusException;

class WhatThrownThingsMeanTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                new DataAccessResourceFailureException("x"),
                new CannotGetJdbcConnectionException("x"),
                new CannotCreateTransactionException("x"),
                new TransactionTimedOutException("x"),
                new QueryTimeoutException("x"),
                new CannotAcquireLockException("x"),
                new OptimisticLockingFailureException("x"),
                new RecoverableDataAccessException("x"),
                new ConcurrencyException("x"),
                new SQLTransientConnectionException("x"),
                new TimeoutException("x"));
    }

    @ParameterizedTest // R7
    @MethodSource("passing")
    void whatPassesByItselfIsForLater(Throwable thrown) {
        assertThat(code(thrown)).isEqualTo(FailureCode.TRY_LATER);
        assertThat(code(new CommandExecutionException("x", new RuntimeException(thrown))))
                .isEqualTo(FailureCode.TRY_LATER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53300", "57014", "57P01", "55P03", "58030"})
    void sqlStatesThatPassAreForLater(String state) {
        assertThat(code(new SQLException("x", state))).isEqualTo(FailureCode.TRY_LATER);
    }

    // R7: the pool's word on a connection that died has no state, and hides what it died of.
    @Test
    void whatCannotBeUndoneEitherMeansWhatItWasToBeUndoneFor() {
        var notUndone = new TransactionSystemException("x", new SQLException("Connection is closed"));
        notUndone.initApplicationException(new DataAccessResourceFailureException("x"));

        assertThat(code(notUndone)).isEqualTo(FailureCode.TRY_LATER);
        assertThat(code(new TransactionSystemException("x", new SQLException("Connection is closed"))))
                .isEqualTo(FailureCode.INTERNAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22001", "", "08"})
    void otherSqlStatesAreOurFault(String state) {
        assertThat(code(new DataIntegrityViolationException("x", new SQLException("x", state))))
                .isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void aFailureIsFoundHoweverDeepItIsWrapped() {
        var failure = Failure.of(FailureCode.PHONE_TAKEN);

        assertThat(Failures.of(new CommandExecutionException("x", new RuntimeException(failure))))
                .isSameAs(failure);
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        var one = new RuntimeException("one");
        var two = new RuntimeException("two", one);
        one.initCause(two);

        assertThat(code(one)).isEqualTo(FailureCode.INTERNAL);
        assertThat(Trace.of(one)).contains("one", "two");
    }

    @Test
    void whatSpringSaysByStatusIsKept() {
        assertThat(code(new ResponseStatusException(HttpStatus.NOT_FOUND))).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(code(new ResponseStatusException(HttpStatus.UNAUTHORIZED))).isEqualTo(FailureCode.TOKEN_INVALID);
        assertThat(code(new ResponseStatusException(HttpStatus.FORBIDDEN))).isEqualTo(FailureCode.ROLE_MISSING);
        assertThat(code(new ResponseStatusException(HttpStatus.PRECONDITION_FAILED)))
                .isEqualTo(FailureCode.ETAG_STALE);
        assertThat(code(new ResponseStatusException(HttpStatus.CONFLICT))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new ResponseStatusException(HttpStatus.BAD_GATEWAY))).isEqualTo(FailureCode.INTERNAL);
        assertThat(code(new AccessDeniedException("x"))).isEqualTo(FailureCode.ROLE_MISSING);
        assertThat(code(new BadCredentialsException("x"))).isEqualTo(FailureCode.TOKEN_INVALID);
        assertThat(code(new MultipartException("x"))).isEqualTo(FailureCode.BODY_UNREADABLE);
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsDoing() {
        assertThat(code(new SocketException("Connection reset"))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new SocketTimeoutException("x"))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new EOFException("x"))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new BadRequestException("x"))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new FileUploadException("x"))).isEqualTo(FailureCode.BODY_UNREADABLE);
        assertThat(code(new SizeLimitExceededException("x", 2, 1))).isEqualTo(FailureCode.BODY_TOO_LARGE);
        assertThat(code(new ConnectException("x"))).isEqualTo(FailureCode.INTERNAL);
        assertThat(code(new SQLException("x", "08006", new SocketException("Connection reset"))))
                .isEqualTo(FailureCode.TRY_LATER);
    }

    @Test // L1
    void tracesForgeNoLineAndCarryNoNumber() {
        var trace = Trace.of(new IllegalStateException(
                "Key (phone)=(+7 913 674-00-00) exists, code 1234\r\n2026-01-01 ERROR forged\u2028x, a.b@c.ru"));

        assertThat(trace.lines().findFirst().orElseThrow())
                .isEqualTo("java.lang.IllegalStateException: Key (phone)=(+#) exists, code # ERROR forged x, #@#");
    }

    private static FailureCode code(Throwable thrown) {
        return Failures.of(thrown).code();
    }
}
