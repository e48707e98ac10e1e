package io.ringkey.web.problem;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestCookieException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what a thrown thing means to the client; what it does not know means {@code internal}. */
final class Failures {

    /** PostgreSQL on text that no client could have meant: NUL characters, broken encodings. */
    private static final Set<String> UNSTORABLE_TEXT = Set.of("22021", "22P05");

    private Failures() {}

    static Failure of(Throwable thrown) {
        return Causes.find(thrown, Failure.class)
                .or(() -> Causes.find(thrown, SQLException.class)
                        .filter(sql -> UNSTORABLE_TEXT.contains(String.valueOf(sql.getSQLState())))
                        .map(sql -> Failure.of(FailureCode.BODY_UNREADABLE)))
                .or(() -> Causes.of(thrown)
                        .filter(Outage::isOne)
                        .findFirst()
                        .map(outage -> Failure.of(FailureCode.TRY_LATER)))
                .orElseGet(() -> ofTheWeb(thrown));
    }

    private static Failure ofTheWeb(Throwable thrown) {
        return switch (thrown) {
            case HttpMessageNotReadableException unreadable -> ofBody(unreadable);
            case MethodArgumentNotValidException unbound -> ofFields(unbound.getBindingResult());
            case MethodArgumentTypeMismatchException mismatch -> ofParameter(mismatch);
            case TypeMismatchException mismatch ->
                Failure.invalid(String.valueOf(mismatch.getPropertyName()), "type.wrong");
            case MissingServletRequestParameterException missing ->
                Failure.invalid(missing.getParameterName(), "required");
            case MissingServletRequestPartException missing ->
                Failure.invalid(missing.getRequestPartName(), "required");
            case MissingRequestHeaderException missing -> Failure.invalid(missing.getHeaderName(), "required");
            case MissingRequestCookieException missing -> Failure.invalid(missing.getCookieName(), "required");
            case ServletRequestBindingException unbound -> Failure.of(FailureCode.FIELD_INVALID);
            case MaxUploadSizeExceededException tooLarge -> Failure.of(FailureCode.BODY_TOO_LARGE);
            case MultipartException unreadable -> Failure.of(FailureCode.BODY_UNREADABLE);
            // A body that breaks off or does not come; a refused connection is one of our own making.
            case ConnectException ours -> Failure.of(FailureCode.INTERNAL);
            case BadRequestException broken -> Failure.of(FailureCode.BODY_UNREADABLE);
            case SizeException tooLarge -> Failure.of(FailureCode.BODY_TOO_LARGE);
            case FileUploadException unreadable -> Failure.of(FailureCode.BODY_UNREADABLE);
            case SocketException broken -> Failure.of(FailureCode.BODY_UNREADABLE);
            case SocketTimeoutException stalled -> Failure.of(FailureCode.BODY_UNREADABLE);
            case EOFException ended -> Failure.of(FailureCode.BODY_UNREADABLE);
            // Tomcat's word on parameters: badly encoded, too many, too long.
            case InvalidParameterException unreadable -> ofStatus(unreadable.getErrorCode());
            case RequestRejectedException rejected -> Failure.of(FailureCode.BODY_UNREADABLE);
            case AuthenticationException nobody -> Failure.of(FailureCode.TOKEN_INVALID);
            case AccessDeniedException denied -> Failure.of(FailureCode.ROLE_MISSING);
            case ErrorResponse response -> ofStatus(response.getStatusCode().value());
            default -> Failure.of(FailureCode.INTERNAL);
        };
    }

    /** What a bare status means. */
    static Failure ofStatus(int status) {
        return Failure.of(
                switch (status) {
                    case 401 -> FailureCode.TOKEN_INVALID;
                    case 403 -> FailureCode.ROLE_MISSING;
                    case 404 -> FailureCode.NOT_FOUND;
                    case 405 -> FailureCode.METHOD_NOT_ALLOWED;
                    case 406 -> FailureCode.NOT_ACCEPTABLE;
                    case 412 -> FailureCode.ETAG_STALE;
                    case 413 -> FailureCode.BODY_TOO_LARGE;
                    case 415 -> FailureCode.MEDIA_TYPE_UNSUPPORTED;
                    case 503 -> FailureCode.TRY_LATER;
                    default -> status >= 500 ? FailureCode.INTERNAL : FailureCode.BODY_UNREADABLE;
                });
    }

    private static Failure ofBody(HttpMessageNotReadableException unreadable) {
        var cause = unreadable.getCause();
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return Failure.of(FailureCode.FIELD_UNKNOWN).andInvalid(path(unknown), "unknown");
        }
        boolean misfit = cause instanceof MismatchedInputException || cause instanceof InputCoercionException;
        if (misfit
                && cause instanceof JacksonException mismatch
                && !path(mismatch).isEmpty()) {
            return Failure.invalid(path(mismatch), "type.wrong");
        }
        return Failure.of(FailureCode.BODY_UNREADABLE);
    }

    private static String path(JacksonException exception) {
        var path = new StringBuilder();
        for (var step : exception.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getPropertyName()));
            }
        }
        return path.toString();
    }

    /** A name that the client chose goes back no longer than it needs to be. */
    private static String shown(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100);
    }

    /** Parameters that are taken together, as a record's components. Nothing but their types is looked at. */
    private static Failure ofFields(Errors errors) {
        var failure = Failure.of(FailureCode.FIELD_INVALID);
        for (FieldError error : errors.getFieldErrors()) {
            failure = failure.andInvalid(error.getField(), "type.wrong");
        }
        return failure;
    }

    private static Failure ofParameter(MethodArgumentTypeMismatchException mismatch) {
        return mismatch.getParameter().hasParameterAnnotation(PathVariable.class)
                ? Failure.of(FailureCode.NOT_FOUND)
                : Failure.invalid(mismatch.getName(), "type.wrong");
    }
}
